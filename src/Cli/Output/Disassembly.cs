using Linker.Loader;
using Linker.Relocs;

namespace Linker.Cli.Output;

/// <summary>The instructions of an object's sections, with the relocations beside those that they patch.</summary>
internal static class Disassembly
{
    /// <summary>One instruction; Intel's syntax for x86-64, Arm's for AArch64.</summary>
    /// <param name="Offset">Of its first byte in the section.</param>
    /// <param name="Bytes">As hexadecimal digits.</param>
    /// <param name="Text">What it does.</param>
    /// <param name="Relocations">The relocations that patch it, one after another.</param>
    internal readonly record struct Line(uint Offset, string Bytes, string Text, string Relocations);

    /// <summary>Whether a section is worth disassembling.</summary>
    internal static bool HasInstructions(in Section section) => (section.Flags & SectionFlags.Execute) != 0 && section.Content.Size > 0;

    internal static void Write(TextWriter output, LinkGraph graph)
    {
        for (uint i = 1; i < (uint)graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[(int)i];
            if (HasInstructions(section))
            {
                WriteSection(output, graph, new SectionId(i));
            }
        }
    }

    /// <summary>The instructions of one section.</summary>
    internal static IEnumerable<Line> Of(LinkGraph graph, SectionId id)
    {
        byte[] code = graph.ContentOf(id).ToArray();
        Relocation[] relocations = graph.RelocationsOf(id).ToArray();
        Array.Sort(relocations, (a, b) => a.Offset.CompareTo(b.Offset));
        Dictionary<ulong, string> names = NamesOf(graph, id);
        int next = 0;
        bool IsPatched(uint end) => next < relocations.Length && relocations[next].Offset < end;
        IEnumerable<InstructionText> instructions = graph.Machine == Machine.X64
            ? X64Instructions.Of(code, names, IsPatched)
            : Arm64Instructions.Of(code, names, IsPatched, MappingOf(graph, id));
        foreach (InstructionText instruction in instructions)
        {
            int first = next;
            while (next < relocations.Length && relocations[next].Offset < instruction.Offset + instruction.Size)
            {
                next++;
            }

            yield return new Line(
                instruction.Offset, Convert.ToHexStringLower(code.AsSpan((int)instruction.Offset, (int)instruction.Size)), instruction.Text,
                string.Join(", ", relocations[first..next].Select(r => $"{graph.TypeNameOf(r)} {FormatWords.TargetOf(graph, r)}")));
        }
    }

    private static void WriteSection(TextWriter output, LinkGraph graph, SectionId id)
    {
        Dictionary<ulong, string> names = NamesOf(graph, id);
        List<Line> lines = [.. Of(graph, id)];
        int digits = Math.Max(4, lines.Count == 0 ? 0 : $"{lines[^1].Offset:x}".Length);
        int bytesWidth = lines.Max(l => l.Bytes.Length);
        int textWidth = Math.Min(40, lines.Max(l => l.Text.Length));
        output.WriteLine();
        output.WriteLine(Terminal.OutputHasColour
            ? $"{Terminal.Bold}Instructions of {graph.NameOf(graph.Sections[(int)id.Index])}{Terminal.Plain}"
            : $"Instructions of {graph.NameOf(graph.Sections[(int)id.Index])}");
        foreach (Line line in lines)
        {
            if (names.TryGetValue(line.Offset, out string? name))
            {
                output.WriteLine($"{name}:");
            }

            string offset = line.Offset.ToString("x").PadLeft(digits);
            output.WriteLine($"  {offset}  {line.Bytes.PadRight(bytesWidth)}  {line.Text.PadRight(textWidth)}  {(line.Relocations.Length == 0 ? "" : $"; {line.Relocations}")}".TrimEnd());
        }
    }

    private static Dictionary<ulong, string> NamesOf(LinkGraph graph, SectionId id)
    {
        var names = new Dictionary<ulong, string>();
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Place == SymbolPlace.Section && symbol.Section == id && symbol.Kind != SymbolKind.Section && symbol.Name.Size > 0
                && graph.NameOf(symbol) is var name && !(graph.Machine == Machine.Arm64 && Arm64Instructions.IsMapping(name)))
            {
                names.TryAdd(symbol.Value, name);
            }
        }

        return names;
    }

    // Where data begins and ends between instructions, in order.
    private static List<(ulong Offset, bool IsData)> MappingOf(LinkGraph graph, SectionId id)
    {
        var places = new List<(ulong Offset, bool IsData)>();
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Place == SymbolPlace.Section && symbol.Section == id && graph.NameOf(symbol) is var name && Arm64Instructions.IsMapping(name))
            {
                places.Add((symbol.Value, name[1] == 'd'));
            }
        }

        places.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return places;
    }
}
