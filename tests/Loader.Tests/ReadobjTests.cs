using System.Text.Json;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>An independent reader of the same files: <c>llvm-readobj</c>.</summary>
public class ReadobjTests
{
    // The tool is a program for Linux.
    [Fact]
    [Trait("System", "linux")]
    public void Sections_symbols_and_relocations_are_those_that_llvm_readobj_sees()
    {
        string[] paths = [.. Fixtures.ElfObjects()];
        using var document = JsonDocument.Parse(Readobj.Run(Readobj.Tool("llvm-22", "llvm-readobj-22", "llvm-readobj"), ["--elf-output-style=JSON", "--sections", "--symbols", "--relocations", .. paths]));
        int relocations = 0;
        foreach (JsonElement file in document.RootElement.EnumerateArray())
        {
            string path = file.GetProperty("FileSummary").GetProperty("File").GetString()!;
            LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), Path.GetFileName(path), includeUnloaded: true);
            CompareSections(file, graph);
            CompareSymbols(file, graph);
            relocations += CompareRelocations(file, graph);
        }

        Assert.True(relocations > 1000);
    }

    private static void CompareSections(JsonElement file, LinkGraph graph)
    {
        JsonElement[] sections = [.. file.GetProperty("Sections").EnumerateArray().Select(s => s.GetProperty("Section"))];
        Assert.Equal((graph.FileName, Math.Max(sections.Length, 1)), (graph.FileName, graph.Sections.Length));
        for (int i = 1; i < sections.Length; i++)
        {
            JsonElement theirs = sections[i];
            ref readonly Section ours = ref graph.Sections[i];
            string where = $"{graph.FileName} section {i}";
            Assert.Equal((where, theirs.GetProperty("Name").GetProperty("Name").GetString()), (where, graph.NameOf(ours)));
            Assert.Equal((where, theirs.GetProperty("Type").GetProperty("Value").GetUInt32()), (where, ours.FormatType));
            Assert.Equal((where, theirs.GetProperty("Flags").GetProperty("Value").GetUInt64()), (where, ours.FormatFlags));
            Assert.Equal((where, theirs.GetProperty("Size").GetUInt64()), (where, ours.Size));
            Assert.Equal((where, Math.Max(theirs.GetProperty("AddressAlignment").GetUInt64(), 1)), (where, ours.Alignment));
            Assert.Equal((where, theirs.GetProperty("EntrySize").GetUInt64()), (where, ours.EntrySize));
            if (ours.Content.Size != 0)
            {
                Assert.Equal((where, theirs.GetProperty("Offset").GetUInt64()), (where, ours.Content.Offset));
            }
        }
    }

    private static void CompareSymbols(JsonElement file, LinkGraph graph)
    {
        JsonElement[] symbols = [.. file.GetProperty("Symbols").EnumerateArray().Select(s => s.GetProperty("Symbol"))];
        Assert.Equal(Math.Max(symbols.Length, 1), graph.Symbols.Length);
        for (int i = 1; i < symbols.Length; i++)
        {
            JsonElement theirs = symbols[i];
            ref readonly Symbol ours = ref graph.Symbols[i];
            string where = $"{graph.FileName} symbol {i}";
            Assert.Equal((where, theirs.GetProperty("Name").GetProperty("Name").GetString()), (where, graph.NameOf(ours)));
            Assert.Equal((where, theirs.GetProperty("Value").GetUInt64()), (where, ours.Value));
            Assert.Equal((where, theirs.GetProperty("Size").GetUInt64()), (where, ours.Size));
            string binding = theirs.GetProperty("Binding").GetProperty("Name").GetString()!;
            Assert.Equal((where, binding), (where, ours.Binding.ToString()));
            Assert.Equal((where, theirs.GetProperty("Other").GetProperty("Value").GetInt32() & 3), (where, (int)ours.Visibility));
            uint section = theirs.GetProperty("Section").GetProperty("Value").GetUInt32();
            (SymbolPlace, uint) place = section switch
            {
                0 => (SymbolPlace.Undefined, 0),
                0xfff1 => (SymbolPlace.Absolute, 0),
                0xfff2 or 0xff02 => (SymbolPlace.Common, 0),
                _ => (SymbolPlace.Section, section),
            };
            Assert.Equal((where, place), (where, (ours.Place, ours.Section.Index)));
        }
    }

    private static int CompareRelocations(JsonElement file, LinkGraph graph)
    {
        // Theirs come table by table, ours section by section: bring both into one order.
        var theirs = new List<(int Table, ulong Offset, string Type, uint Symbol, long? Addend)>();
        var patched = new Dictionary<int, int>();
        foreach (JsonElement section in file.GetProperty("Sections").EnumerateArray().Select(s => s.GetProperty("Section")))
        {
            patched[section.GetProperty("Index").GetInt32()] = section.GetProperty("Info").GetInt32();
        }

        foreach (JsonElement group in file.GetProperty("Relocations").EnumerateArray())
        {
            int table = group.GetProperty("SectionIndex").GetInt32();
            int target = patched[table];
            if ((graph.Sections[target].Flags & SectionFlags.Compressed) != 0)
            {
                continue;
            }

            foreach (JsonElement r in group.GetProperty("Relocs").EnumerateArray().Select(r => r.GetProperty("Relocation")))
            {
                long? addend = r.TryGetProperty("Addend", out JsonElement a) && graph.Sections[table].FormatType != ElfBuilder.Rel ? unchecked((long)a.GetUInt64()) : null;
                theirs.Add((target, r.GetProperty("Offset").GetUInt64(), r.GetProperty("Type").GetProperty("Name").GetString()!, r.GetProperty("Symbol").GetProperty("Value").GetUInt32(), addend));
            }
        }

        int at = 0;
        theirs = [.. theirs.OrderBy(r => r.Table)];
        for (int i = 0; i < graph.Sections.Length; i++)
        {
            foreach (ref readonly Relocation ours in graph.RelocationsOf(new SectionId((uint)i)))
            {
                var expected = theirs[at++];
                Assert.Equal(expected, (i, ours.Offset, NameOf(graph, in ours, expected.Type), ours.Target.Index, expected.Addend is null ? null : ours.Addend));
            }
        }

        Assert.Equal((graph.FileName, theirs.Count), (graph.FileName, graph.Relocations.Length));
        return at;
    }

    // LLVM 22 does not know the names of 39, 40 and some newer ones of x86-64; three of AArch64 it calls by the names of earlier editions.
    private static string NameOf(LinkGraph graph, in Relocation relocation, string theirs) =>
        theirs == "Unknown" ? "Unknown" : graph.TypeNameOf(relocation) + (graph.Machine == Machine.Arm64 && relocation.FormatType is >= 1028 and <= 1030 ? "64" : "");
}
