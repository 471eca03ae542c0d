using System.Runtime.CompilerServices;
using Linker.Relocs;

namespace Linker.Loader;

internal ref partial struct CoffReader
{
    private readonly void ReadRelocations(ref LinkGraphBuilder builder)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            if (_relocationCounts[i + 1] == 0)
            {
                continue;
            }

            (ulong offset, uint count) = RelocationsOf(i);
            ref readonly Section section = ref builder.Sections[i + 1];
            Span<Relocation> into = builder.Relocations.Slice(section.FirstRelocation, (int)count);
            RelocationDoor door = builder.Open(i + 1, into.Length);
            ReadOnlySpan<CoffRelocation> entries = _file.Table<CoffRelocation>(offset, count, "relocations");
            ReadOnlySpan<byte> content = _file.Bytes.Slice(section.Content);
            bool isCode = (section.Flags & SectionFlags.Execute) != 0;
            for (int j = 0; j < into.Length; j++)
            {
                ref readonly CoffRelocation entry = ref entries[j];
                if (entry.Symbol >= (uint)RecordCount)
                {
                    Fail(i, j, entry.Symbol, $"it refers to symbol {entry.Symbol} of {RecordCount}");
                }

                if (entry.Place < _headers[i].VirtualAddress)
                {
                    Fail(i, j, entry.Place, $"its place at 0x{entry.Place:x} lies before the section, which starts at 0x{_headers[i].VirtualAddress:x}");
                }

                uint place = entry.Place - _headers[i].VirtualAddress;
                into[j] = RelocationOf(i, j, place, entry.Symbol + 1, entry.Type, content, isCode);
                door.Admit(in into[j], j);
            }
        }
    }

    private readonly Relocation RelocationOf(int section, int index, uint place, uint symbol, ushort type, ReadOnlySpan<byte> content, bool isCode)
    {
        if (type >= (uint)_machine.Kinds.Length)
        {
            return new Relocation(0, place, new SymbolId(symbol), default, RelocKind.Refused, type);
        }

        RelocKind kind = _machine.Kinds[type];
        ref readonly RelocForm form = ref RelocTable.For(kind);
        if (form.Field.Size == 0)
        {
            return new Relocation(0, place, new SymbolId(symbol), default, kind, type);
        }

        // The graph's proof comes later; the bytes are needed now.
        if (form.Field.Size > content.Length - place)
        {
            Fail(section, index, place, $"its place at 0x{place:x} does not lie inside the section of 0x{content.Length:x} bytes");
        }

        ReadOnlySpan<byte> bytes = content.Slice((int)place, form.Field.Size);
        if (_machine.Choices[type] is { } choices)
        {
            kind = Choose(choices, kind, bytes, content[..(int)place], isCode);
            form = ref RelocTable.For(kind);
        }

        // Addends in words are signed, and so are those of branches and distances; the offset of a load, a store or an addition is not.
        long addend = Patch.ReadAddend(in form, bytes);
        if (kind == RelocKind.A64SecRelAddHi12)
        {
            // Both instructions of a pair hold the addend in bytes, so that the carry of the lower one is in the upper one.
            addend = (addend >> 12) & 0xfff;
        }
        else if (form.Field.Instruction is >= InstructionClass.Add and <= InstructionClass.LdSt128)
        {
            addend &= ((1L << form.Field.Width) - 1) << ScaleOf(form.Field.Instruction);
        }

        return new Relocation(addend + _machine.Biases[type], place, new SymbolId(symbol), default, kind, type);
    }

    private readonly RelocKind Choose(RelocKind[] choices, RelocKind otherwise, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> before, bool isCode)
    {
        foreach (RelocKind kind in choices)
        {
            ref readonly RelocForm form = ref RelocTable.For(kind);
            bool isIt = form.Field.Instruction != InstructionClass.None
                ? form.Field.Fits(in bytes[0])
                : form.Target != Target.Stub || (isCode && MachineAbi.For(_machine.Machine).IsBranch(in form, before));
            if (isIt)
            {
                return kind;
            }
        }

        return otherwise;
    }

    private static int ScaleOf(InstructionClass instruction) => instruction is InstructionClass.Add ? 0 : instruction - InstructionClass.LdSt8;

    private readonly void Fail(int section, int index, ulong value, string problem) =>
        Throw.Format(FileName, $"section {section + 1}, relocation", index, _headers[section].RelocationOffset, value, problem);
}
