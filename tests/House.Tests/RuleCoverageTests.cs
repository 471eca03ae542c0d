using Linker.Check;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>No kind without a fixture whose source says, in checkable sentences, what becomes of it: with another value, one of the sentences is wrong.</summary>
public class RuleCoverageTests
{
    private const ulong Base = 0x1000_0000;

    /// <summary>Kinds of which no sentence can be wrong, with the reason.</summary>
    private static readonly Dictionary<RelocKind, string> Silent = new()
    {
        [RelocKind.Refused] = "no link has it",
        [RelocKind.None] = "a marker, which writes nothing",
    };

    // What is added to the right value. Small numbers for data and scaled offsets; for parts of an address, the lowest bit of each part.
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
                FindNoticed(Repository.InputsOf(source), rules, noticed);
            }
        }

        return noticed;
    }

    private static void FindNoticed(string[] files, IReadOnlyList<Rule> rules, HashSet<RelocKind> noticed)
    {
        ILookup<bool, string> inputs = files.ToLookup(f => Path.GetExtension(f) is ".a" or ".lib");
        LinkGraph[] graphs = [.. inputs[false].Select(f => ObjectReader.Read(File.ReadAllBytes(f), Path.GetFileName(f)))];
        ISymbolResolver[] archives = [.. inputs[true].Select(f => new ArchiveResolver(ArchiveReader.Read(File.ReadAllBytes(f), Path.GetFileName(f))))];
        var memory = new KeptMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [.. archives, new CallbackResolver(_ => (nint)(2 * Base))] });
        LoadedImage image;
        try
        {
            image = linker.Link(LinkRequest.ForCheck with { Placement = Placement.At(Base) }, graphs);
        }
        catch (RelocationException)
        {
            // About the ends of a range: linked with addresses that its source names.
            return;
        }

        var checker = new LinkChecker(image);
        foreach (FixupEvent fixup in image.Record!.Fixups.Where(f => RelocTable.For(f.Kind).Field.Size != 0))
        {
            if (!noticed.Contains(fixup.Kind) && Contradicts(checker, rules, fixup, memory.At(fixup.P, RelocTable.For(fixup.Kind).Field.Size)))
            {
                noticed.Add(fixup.Kind);
            }
        }
    }

    // A rule that reads where nothing is does not hold either.
    private static bool Contradicts(LinkChecker checker, IReadOnlyList<Rule> rules, FixupEvent fixup, Span<byte> place)
    {
        byte[] right = place.ToArray();
        bool isNoticed = false;
        for (int i = 0; i < Changes.Length && !isNoticed; i++)
        {
            RelocTable.For(fixup.Kind).Field.Insert(ref place[0], fixup.X + Changes[i]);
            isNoticed = rules.Select(checker.Evaluate).Any(result => !result.Holds);
            right.CopyTo(place);
        }

        return isNoticed;
    }

    /// <summary>Memory whose bytes can be changed behind the linker's back.</summary>
    private sealed class KeptMemory : IMemoryManager
    {
        private readonly BufferMemoryManager _memory = new();
        private PageReservation? _last;

        public bool IsInProcess => _memory.IsInProcess;

        public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement) => _last = _memory.Reserve(segments, placement);

        public void Seal(PageReservation reservation, int segment) => _memory.Seal(reservation, segment);

        public void Release(PageReservation reservation) => _memory.Release(reservation);

        internal Span<byte> At(ulong address, int size)
        {
            for (int i = 0; i < _last!.Segments.Length; i++)
            {
                ulong offset = address - _last.Segments[i].TargetAddress;
                if (offset < _last.Segments[i].Size)
                {
                    return _last.WorkingBytes(i, offset, size);
                }
            }

            throw new ArgumentOutOfRangeException(nameof(address));
        }
    }
}
