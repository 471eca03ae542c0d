using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>
/// One AArch64 object linked by us and by another linker with every section at the same address: all bytes have to be equal. Tables lie elsewhere in each result, so instructions that lead to one are
/// decoded, and the slot's content has to be equal. Sequences for thread-local variables are relaxed in executables: what they compute then has to be what our slot says.
/// </summary>
internal sealed class Arm64Comparison : IDisposable
{
    private const ulong FirstSection = 0x40_0000, SectionDistance = 0x1000, OurTables = 0x44_0000, TheirTables = 0x48_0000, Externals = 0x500_0000;

    private readonly LinkGraph _graph;
    private readonly byte[] _file;
    private readonly RuntimeLinker _linker = new(new LinkerOptions { Memory = new BufferMemoryManager(OurTables) });
    private readonly Dictionary<string, ulong> _externals;
    private readonly SortedDictionary<uint, ulong> _addresses = [];
    private readonly LoadedImage _image;
    private readonly HashSet<ulong> _decoded = [];

    // What the instructions before have put together: of a page, or of parts of 16 bits.
    private ulong _page;
    private long _parts;

    internal Arm64Comparison(byte[] file, string name)
    {
        _file = file;
        _graph = ObjectReader.Read(file, name);
        _externals = Targets.DefineMissing(_linker, [_graph], Externals);
        ulong next = FirstSection;

        // A block of thread-local variables is one piece, its zeroes last.
        foreach (uint i in Enumerable.Range(1, _graph.Sections.Length - 1).Select(i => (uint)i).OrderBy(i => (!IsThreadLocal(i), _graph.Sections[(int)i].IsZeroFill)))
        {
            Section section = _graph.Sections[(int)i];
            if (section.IsLoaded && !NameOf(i).StartsWith(".note", StringComparison.Ordinal))
            {
                next = (next + section.Alignment - 1) & ~(section.Alignment - 1);
                _addresses.Add(i, next);
                next += IsThreadLocal(i) ? section.Size : ((section.Size / SectionDistance) + 1) * SectionDistance;
            }
        }

        _image = _linker.Link(new LinkRequest { Record = true, SectionAddress = (_, id) => _addresses.TryGetValue(id.Index, out ulong address) ? address : null }, _graph);
    }

    public void Dispose() => _linker.Dispose();

    /// <summary>What the other linker said when it refused the object, or <see langword="null"/> when both agree.</summary>
    internal string? With(string linker)
    {
        (LinkedFile? other, string error) = ReferenceLinker.Link(linker, _file, _addresses.OrderBy(a => a.Value).Select(a => (NameOf(a.Key), a.Value)), _externals, TheirTables, IsDynamic);
        if (other is null)
        {
            return error;
        }

        _decoded.Clear();
        foreach (FixupEvent fixup in _image.Record!.Fixups.Where(f => f.Section != ".eh_frame"))
        {
            Decode(fixup, other);
        }

        foreach ((uint index, ulong address) in _addresses)
        {
            Section section = _graph.Sections[(int)index];
            if (section.Role != SectionRole.Unwind && !section.IsZeroFill && section.Size > 0)
            {
                CheckBytes(NameOf(index), address, _image.BytesAt(address, (int)section.Size), other);
            }
        }

        return null;
    }

    // In an executable the sequences of general and local dynamic code would become others.
    private bool IsDynamic => _image.Record!.Fixups.Any(f => RelocTable.For(f.Kind).Target is Target.TlsIndexSlots or Target.TlsModuleSlots);

    private bool IsThreadLocal(uint section) => (_graph.Sections[(int)section].Flags & SectionFlags.ThreadLocal) != 0;

    private string NameOf(uint section) => _graph.NameOf(_graph.Sections[(int)section]);

    // Leaves to the comparison of bytes what depends on no table.
    private void Decode(in FixupEvent fixup, LinkedFile other)
    {
        RelocForm form = RelocTable.For(fixup.Kind);
        if (form.Target is Target.TlsIndexSlots or Target.TlsModuleSlots)
        {
            // A dynamic linker fills these slots of the other result.
            Mask(fixup.P, form.Field.Size);
            return;
        }

        bool isTable = form.Target is Target.GotSlot or Target.TlsOffsetSlot or Target.TlsDescriptorSlots || form.Origin == Origin.Got || fixup.Symbol == "_GLOBAL_OFFSET_TABLE_";
        if (!isTable)
        {
            MaskRelaxed(fixup);
            return;
        }

        int size = form.Field.Size;
        Mask(fixup.P, size);
        ReadOnlySpan<byte> bytes = other.BytesAt(fixup.P, size);
        if (form.Field.Instruction == InstructionClass.None)
        {
            long theirs = Targets.Signed(bytes);
            ulong value = (ulong)theirs - (ulong)fixup.A + (form.Origin == Origin.Got ? other.Got : fixup.P);
            Same(fixup, form.Target == Target.GotSlot ? Word(value, other) : value, form.Target == Target.GotSlot ? OurWord(fixup.S) : fixup.S);
            return;
        }

        uint word = BitConverter.ToUInt32(bytes);
        if (form.Target is Target.TlsOffsetSlot or Target.TlsDescriptorSlots && (word & 0x1F80_0000) == 0x1280_0000)
        {
            // Relaxed to a wide move: MOVZ of the high half, MOVK of the low one.
            _parts = Moved(word, _parts);
            if ((word & 0x0060_0000) == 0)
            {
                // A sequence of wide moves may also be left alone, and lead to the slot.
                ulong ours = OurWord(fixup.S + (form.Target == Target.TlsDescriptorSlots ? 8u : 0));
                bool isKept = form.Field.Instruction is InstructionClass.MovW && (ulong)_parts != ours;
                Same(fixup, isKept ? Word(other.Got + (ulong)_parts, other) : (ulong)_parts, ours);
            }

            return;
        }

        switch (form.Field.Instruction)
        {
            case InstructionClass.Adrp:
                _page = (fixup.P & ~0xFFFul) + (ulong)(Signed(((word >> 5) & 0x7_FFFF) << 2 | ((word >> 29) & 3), 21) << 12);
                break;
            case InstructionClass.Add:
                Same(fixup, _page + ((word >> 10) & 0xFFF), fixup.Symbol == "_GLOBAL_OFFSET_TABLE_" ? other.Got : _page + ((word >> 10) & 0xFFF));
                break;
            case InstructionClass.LdSt64:
                ulong from = form.Page == Page.Origin ? other.Got & ~0xFFFul : form.Origin == Origin.Got ? other.Got : _page;
                Same(fixup, Word(from + (((word >> 10) & 0xFFF) * 8), other), OurWord(fixup.S));
                break;
            case InstructionClass.Literal:
                Same(fixup, Word(fixup.P + (ulong)(Signed((word >> 5) & 0x7_FFFF, 19) * 4), other), OurWord(fixup.S));
                break;
            case InstructionClass.MovW or InstructionClass.MovSigned:
                _parts = Moved(word, _parts);
                if ((word & 0x0060_0000) == 0)
                {
                    Same(fixup, Word(other.Got + (ulong)_parts, other), OurWord(fixup.S));
                }

                break;
            default:
                Assert.Fail($"{fixup} cannot be compared");
                break;
        }
    }

    // The calls of descriptors become NOP, or part of another sequence; so does an address of a descriptor.
    private void MaskRelaxed(in FixupEvent fixup)
    {
        if (fixup.TypeName.Contains("TLSDESC", StringComparison.Ordinal))
        {
            Mask(fixup.P, 4);
        }
    }

    private void CheckBytes(string section, ulong address, ReadOnlySpan<byte> ours, LinkedFile other)
    {
        foreach (ref readonly Relocation relocation in _graph.RelocationsOf(new SectionId(_addresses.First(a => a.Value == address).Key)))
        {
            if (_graph.TypeNameOf(in relocation).Contains("TLSDESC", StringComparison.Ordinal))
            {
                Mask(address + relocation.Offset, 4);
            }
        }

        ReadOnlySpan<byte> theirs = other.BytesAt(address, ours.Length);
        theirs = theirs.Length == 0 ? other.SectionAt(address) : theirs;
        Assert.True(theirs.Length == ours.Length, $"{section} is not there");
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(ours[i] == theirs[i] || _decoded.Contains(address + (ulong)i), $"{section}+0x{i:x}: {ours[i]:x2} here, {theirs[i]:x2} there");
        }
    }

    private static void Same(in FixupEvent fixup, ulong theirs, ulong ours) => Assert.True(theirs == ours, $"{fixup}: 0x{ours:x} here, 0x{theirs:x} there");

    // MOVN, MOVZ, MOVK as a processor carries them out.
    private static long Moved(uint word, long before)
    {
        int shift = (int)((word >> 21) & 3) * 16;
        long immediate = (long)((word >> 5) & 0xFFFF) << shift;
        return ((word >> 29) & 3) switch
        {
            0 => ~immediate,
            2 => immediate,
            _ => (before & ~(0xFFFFL << shift)) | immediate,
        };
    }

    private static long Signed(uint bits, int width) => (long)bits << (64 - width) >> (64 - width);

    private ulong OurWord(ulong address) => Targets.Word(_image.BytesAt(address, 8));

    private static ulong Word(ulong address, LinkedFile other) => Targets.Word(other.BytesAt(address, 8));

    private void Mask(ulong place, int size)
    {
        for (int i = 0; i < size; i++)
        {
            _decoded.Add(place + (ulong)i);
        }
    }
}
