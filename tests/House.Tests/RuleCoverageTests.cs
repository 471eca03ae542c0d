using System.Buffers.Binary;
using Linker.Check;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>No kind without a fixture whose source says, in checkable sentences, what becomes of it: with another addend, one of the sentences is wrong.</summary>
public class RuleCoverageTests
{
    private const ulong Base = 0x1000_0000;
    private const int HeaderSize = 64, RelaSize = 24, Rela = 4;

    /// <summary>Kinds of which no sentence can be wrong, with the reason.</summary>
    private static readonly Dictionary<RelocKind, string> Silent = new()
    {
        [RelocKind.Refused] = "no link has it",
        [RelocKind.None] = "a marker, which writes nothing",
    };

    // Small ones for data and scaled offsets; for parts of an address, the lowest bit of each part.
    private static readonly long[] Changes = [16, -16, 1, 4, 1L << 12, -(1L << 12), 1L << 16, -(1L << 16), 1L << 32, -(1L << 32), 1L << 48];

    private static readonly HashSet<RelocKind> Noticed = FindNoticed();

    public static TheoryData<RelocKind> Kinds => [.. Enum.GetValues<RelocKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_value_of_every_kind_contradicts_a_rule(RelocKind kind) => Assert.Equal(!Silent.ContainsKey(kind), Noticed.Contains(kind));

    private static HashSet<RelocKind> FindNoticed()
    {
        var noticed = new HashSet<RelocKind>();
        foreach (string source in Directory.EnumerateFiles(Repository.Fixture("sources"), "*.s", SearchOption.AllDirectories))
        {
            IReadOnlyList<Rule> rules = RuleReader.Read(File.ReadAllText(source), Path.GetFileName(source));
            if (rules.Count > 0)
            {
                string folder = Path.GetFileName(Path.GetDirectoryName(source)) == "arm64" ? "elf-arm64" : "elf-x64";
                string name = Path.GetFileNameWithoutExtension(source) + ".o";
                FindNoticed(name, File.ReadAllBytes(Repository.Fixture($"{folder}/{name}")), rules, noticed);
            }
        }

        return noticed;
    }

    private static void FindNoticed(string name, byte[] file, IReadOnlyList<Rule> rules, HashSet<RelocKind> noticed)
    {
        using LinkGraph right = ObjectReader.Read(file, name);
        foreach (int entry in Entries(file))
        {
            long addend = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(entry + 16));
            foreach (long change in Changes)
            {
                BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(entry + 16), addend + change);
                using LinkGraph wrong = ObjectReader.Read(file, name);
                Relocation[] changed = [.. wrong.Relocations.ToArray().Where((r, i) => r != right.Relocations[i])];
                if (changed.Length == 1 && !noticed.Contains(changed[0].Kind) && Contradicts(wrong, rules))
                {
                    noticed.Add(changed[0].Kind);
                }
            }

            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(entry + 16), addend);
        }
    }

    // A link that fails says nothing of the rules. A rule that reads where nothing is does not hold either.
    private static bool Contradicts(LinkGraph graph, IReadOnlyList<Rule> rules)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [new CallbackResolver(_ => (nint)(2 * Base))] });
        try
        {
            var checker = new LinkChecker(linker.Link(LinkRequest.ForCheck with { Placement = Placement.At(Base) }, graph));
            return rules.Select(checker.Evaluate).Any(result => !result.Holds);
        }
        catch (Exception e) when (e is RelocationException or ObjectFormatException)
        {
            return false;
        }
    }

    /// <summary>Where in a file the records of relocations with addends stand.</summary>
    private static IEnumerable<int> Entries(byte[] file)
    {
        int headers = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(40)), count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60));
        for (int header = headers; header < headers + (count * HeaderSize); header += HeaderSize)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(header + 4)) == Rela)
            {
                int start = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(header + 24)), size = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(header + 32));
                for (int entry = start; entry < start + size; entry += RelaSize)
                {
                    yield return entry;
                }
            }
        }
    }
}
