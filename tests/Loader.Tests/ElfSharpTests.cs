using System.Buffers.Binary;
using ELFSharp.ELF;
using ELFSharp.ELF.Sections;
using Linker.Shared;
using SectionFlags = Linker.Loader.SectionFlags;
using SymbolBinding = Linker.Loader.SymbolBinding;

namespace Linker.Loader.Tests;

/// <summary>Another independent reader of the same files, ELFSharp. It gives neither <c>sh_link</c> nor <c>sh_info</c>, no section numbers of symbols above 65 279, and of tables of relocations only the bytes: those of <c>SHT_CREL</c> are not compared.</summary>
public class ElfSharpTests
{
    private const uint Rela = 4, Rel = 9;
    private const int RelaSize = 24, RelSize = 16;

    public static TheoryData<string> Files => [.. Fixtures.ElfObjects().Select(path => Path.GetRelativePath(Repository.Fixture(""), path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Sections_symbols_and_relocations_of_a_fixture_are_those_that_ELFSharp_sees(string file) => Compare(File.ReadAllBytes(Repository.Fixture(file)), file);

    [Fact]
    [Trait("System", "linux")]
    public void So_are_those_of_the_C_library_s_members()
    {
        string[] folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"];
        string? libc = folders.Select(folder => Path.Combine(folder, "libc.a")).FirstOrDefault(File.Exists);
        if (libc is null)
        {
            Needed.Missing("libc.a is not installed (Debian package libc6-dev)");
        }

        Archive archive = ArchiveReader.Read(File.ReadAllBytes(libc), libc);
        int relocations = 0, members = 0;
        for (int i = 0; i < archive.Members.Length; i++)
        {
            if (!archive.IsMetadata(i))
            {
                relocations += Compare(archive.BytesOf(i).ToArray(), archive.NameOf(i));
                members++;
            }
        }

        Assert.InRange(members, 1000, 10_000);
        Assert.InRange(relocations, 10_000, int.MaxValue);
    }

    private static int Compare(byte[] bytes, string name)
    {
        LinkGraph graph = ObjectReader.Read(bytes, name, includeUnloaded: true);
        using ELF<ulong> theirs = ELFReader.Load<ulong>(new MemoryStream(bytes), shouldOwnStream: true);
        Assert.Equal((name, FileType.Relocatable), (name, theirs.Type));
        Assert.Equal(graph.Machine == Relocs.Machine.X64 ? ELFSharp.ELF.Machine.AMD64 : ELFSharp.ELF.Machine.AArch64, theirs.Machine);
        CompareSections(theirs, graph);
        CompareSymbols(theirs, graph);
        return CompareRelocations(theirs, graph);
    }

    private static void CompareSections(ELF<ulong> theirs, LinkGraph graph)
    {
        Assert.Equal((graph.FileName, Math.Max(theirs.Sections.Count, 1)), (graph.FileName, graph.Sections.Length));
        for (int i = 1; i < graph.Sections.Length; i++)
        {
            Section<ulong> section = theirs.Sections[i];
            ref readonly Section ours = ref graph.Sections[i];
            string where = $"{graph.FileName} section {i}";
            Assert.Equal((where, section.Name), (where, graph.NameOf(ours)));
            Assert.Equal((where, (uint)section.Type, section.RawFlags), (where, ours.FormatType, ours.FormatFlags));
            Assert.Equal((where, section.Size, section.EntrySize, Math.Max(section.Alignment, 1)), (where, ours.Size, ours.EntrySize, ours.Alignment));
            if (ours.Content.Size != 0)
            {
                Assert.Equal((where, section.Offset), (where, ours.Content.Offset));
            }
        }
    }

    private static void CompareSymbols(ELF<ulong> theirs, LinkGraph graph)
    {
        SymbolEntry<ulong>[] symbols = theirs.GetSections<SymbolTable<ulong>>().SingleOrDefault() is { } table ? [.. table.Entries] : [];
        Assert.Equal((graph.FileName, Math.Max(symbols.Length, 1)), (graph.FileName, graph.Symbols.Length));
        for (int i = 1; i < symbols.Length; i++)
        {
            SymbolEntry<ulong> symbol = symbols[i];
            ref readonly Symbol ours = ref graph.Symbols[i];
            string where = $"{graph.FileName} symbol {i}";
            Assert.Equal((where, symbol.Name), (where, graph.Text(ours.Name)));
            Assert.Equal((where, symbol.Size, (int)symbol.Visibility), (where, ours.Size, (int)ours.Visibility));
            Assert.Equal((where, BindingOf((int)symbol.Binding), KindOf((int)symbol.Type)), (where, ours.Binding, ours.Kind));

            // A section's number that does not fit stands in a table that ELFSharp does not read.
            (SymbolPlace Place, uint Section) place = symbol.PointedSectionIndex switch
            {
                0 => (SymbolPlace.Undefined, 0),
                0xfff1 => (SymbolPlace.Absolute, 0),
                0xfff2 or 0xff02 => (SymbolPlace.Common, 0),
                0xffff => (ours.Place, ours.Section.Index),
                var section => (SymbolPlace.Section, section),
            };
            Assert.Equal((where, place), (where, (ours.Place, ours.Section.Index)));
            ulong value = place.Place switch { SymbolPlace.Undefined => 0, SymbolPlace.Common => Math.Max(symbol.Value, 1), _ => symbol.Value };
            Assert.Equal((where, value), (where, ours.Value));
        }
    }

    // Compilers make tables in the order of the sections that they patch; which section that is, only the name says.
    private static int CompareRelocations(ELF<ulong> theirs, LinkGraph graph)
    {
        var next = new Dictionary<string, int>();
        int count = 0;
        foreach (Section<ulong> table in theirs.Sections.Where(s => (uint)s.Type is Rela or Rel && s.Size != 0))
        {
            string patched = table.Name[((uint)table.Type == Rela ? ".rela" : ".rel").Length..];
            int target = Enumerable.Range(next.GetValueOrDefault(patched, 1), graph.Sections.Length)
                .First(i => graph.NameOf(graph.Sections[i]) == patched && (graph.Sections[i].RelocationCount > 0 || (graph.Sections[i].Flags & SectionFlags.Compressed) != 0));
            next[patched] = target + 1;
            if ((graph.Sections[target].Flags & SectionFlags.Compressed) == 0)
            {
                count += CompareRelocations(table, graph, target);
            }
        }

        return count;
    }

    private static int CompareRelocations(Section<ulong> table, LinkGraph graph, int target)
    {
        int size = (uint)table.Type == Rela ? RelaSize : RelSize;
        byte[] bytes = table.GetContents();
        ReadOnlySpan<Relocation> ours = graph.RelocationsOf(new SectionId((uint)target));
        Assert.Equal((graph.FileName, table.Name, bytes.Length), (graph.FileName, table.Name, ours.Length * size));
        for (int i = 0; i < ours.Length; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * size, size);
            string where = $"{graph.FileName} {table.Name} {i}";
            ulong info = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            Assert.Equal((where, BinaryPrimitives.ReadUInt64LittleEndian(entry)), (where, (ulong)ours[i].Offset));
            Assert.Equal((where, (uint)(info >> 32), (ushort)info), (where, ours[i].Target.Index, ours[i].FormatType));
            if (size == RelaSize)
            {
                Assert.Equal((where, BinaryPrimitives.ReadInt64LittleEndian(entry[16..])), (where, ours[i].Addend));
            }
        }

        return ours.Length;
    }

    private static SymbolBinding BindingOf(int binding) => binding switch
    {
        0 => SymbolBinding.Local,
        1 => SymbolBinding.Global,
        2 => SymbolBinding.Weak,
        _ => SymbolBinding.Unique,
    };

    private static SymbolKind KindOf(int type) => type switch
    {
        1 or 5 => SymbolKind.Data,
        2 => SymbolKind.Function,
        3 => SymbolKind.Section,
        4 => SymbolKind.File,
        6 => SymbolKind.ThreadLocal,
        10 => SymbolKind.IndirectFunction,
        _ => SymbolKind.Unknown,
    };
}
