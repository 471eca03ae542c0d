using Iced.Intel;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Cli.Output;

/// <summary>The instructions of an object's sections, with the relocations beside those that they patch.</summary>
internal static class Disassembly
{
    /// <summary>One instruction, Intel's syntax.</summary>
    /// <param name="Offset">Of its first byte in the section.</param>
    /// <param name="Bytes">As hexadecimal digits.</param>
    /// <param name="Text">What it does.</param>
    /// <param name="Relocations">The relocations that patch it, one after another.</param>
    internal readonly record struct Line(uint Offset, string Bytes, string Text, string Relocations);

    /// <summary>Whether a section is worth disassembling.</summary>
    internal static bool HasInstructions(in Section section) => (section.Flags & SectionFlags.Execute) != 0 && section.Content.Size > 0;

    internal static void Write(TextWriter output, LinkGraph graph)
    {
        if (graph.Machine != Machine.X64)
        {
            Messages.Note($"{graph.FileName}: instructions of {graph.Machine} are not shown");
            return;
        }

        for (uint i = 1; i < (uint)graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[(int)i];
            if (HasInstructions(section))
            {
                WriteSection(output, graph, new SectionId(i));
            }
        }
    }

    /// <summary>The instructions of one section; empty for machines that are not known here.</summary>
    internal static IEnumerable<Line> Of(LinkGraph graph, SectionId id)
    {
        if (graph.Machine != Machine.X64)
        {
            yield break;
        }

        byte[] code = graph.ContentOf(id).ToArray();
        Relocation[] relocations = graph.RelocationsOf(id).ToArray();
        Array.Sort(relocations, (a, b) => a.Offset.CompareTo(b.Offset));
        var resolver = new LocalNames(NamesOf(graph, id));
        var formatter = new IntelFormatter(resolver) { Options = { SpaceAfterOperandSeparator = true, ShowSymbolAddress = true, BranchLeadingZeros = false, RipRelativeAddresses = true, HexPrefix = "0x", HexSuffix = null, UppercaseHex = false } };
        var decoder = Decoder.Create(64, code);
        var text = new StringOutput();
        int next = 0;
        while (decoder.IP < (ulong)code.Length)
        {
            uint offset = (uint)decoder.IP;
            decoder.Decode(out Instruction instruction);
            int first = next;
            while (next < relocations.Length && relocations[next].Offset < decoder.IP)
            {
                next++;
            }

            // Before it is linked, a place that a relocation owns leads nowhere.
            resolver.IsQuiet = next > first;
            formatter.Format(instruction, text);
            yield return new Line(
                offset, Convert.ToHexStringLower(code.AsSpan((int)offset, instruction.Length)), text.ToStringAndReset(),
                string.Join(", ", relocations[first..next].Select(r => $"{graph.TypeNameOf(r)} {ElfWords.TargetOf(graph, r)}")));
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
            if (symbol.Place == SymbolPlace.Section && symbol.Section == id && symbol.Kind != SymbolKind.Section && symbol.Name.Size > 0)
            {
                names.TryAdd(symbol.Value, graph.NameOf(symbol));
            }
        }

        return names;
    }

    private sealed class LocalNames(Dictionary<ulong, string> names) : ISymbolResolver
    {
        internal bool IsQuiet { get; set; }

        public bool TryGetSymbol(in Instruction instruction, int operand, int instructionOperand, ulong address, int addressSize, out SymbolResult symbol)
        {
            bool isBranch = instructionOperand >= 0 && instruction.GetOpKind(instructionOperand) == OpKind.NearBranch64;
            bool isFound = names.TryGetValue(address, out string? name) && isBranch && !IsQuiet;
            symbol = isFound ? new SymbolResult(address, name!) : default;
            return isFound;
        }
    }
}
