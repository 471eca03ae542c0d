using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>A function that only compact unwind information describes.</summary>
/// <param name="Function">Where it is: a section's symbol and an addend.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Encoding">What its frame looks like.</param>
/// <param name="Personality">The function that knows its handlers, <see langword="null"/> without one.</param>
/// <param name="Data">What that function reads, <see langword="null"/> without.</param>
internal readonly record struct CompactFrame(Relocation Function, uint Size, uint Encoding, Relocation? Personality, Relocation? Data);

/// <summary>Writes call frame records (LSB Core, Exception Frames) and the relocations that they need; one CIE for all functions of a personality.</summary>
/// <param name="unwind">The machine's.</param>
internal sealed class FrameWriter(CompactUnwind unwind)
{
    private const byte Relative = 0x1b;          // DW_EH_PE_pcrel | DW_EH_PE_sdata4
    private const byte RelativeSlot = 0x9b;      // and DW_EH_PE_indirect

    private static ReadOnlySpan<byte> SectionName => "__unwind_dwarf"u8;

    private readonly List<byte> _bytes = [.. SectionName, 0, 0];
    private readonly List<byte> _instructions = [];
    private readonly Dictionary<Cie, int> _cies = [];

    /// <summary>The section's name, then its content, which starts on an 8-byte boundary of these bytes.</summary>
    internal ReadOnlyMemory<byte> Bytes => _bytes.ToArray();

    internal List<Relocation> Relocations { get; } = [];

    /// <summary>The name, where the bytes stand behind others.</summary>
    internal static FileRange Name(uint before) => new(before, (uint)SectionName.Length);

    /// <summary>The content, where the bytes stand behind others.</summary>
    internal FileRange Content(uint before) => new(before + (uint)Start, (uint)(_bytes.Count - Start));

    private static int Start => SectionName.Length + 2;

    private int Position => _bytes.Count - Start;

    /// <summary>Describes one more function; <see langword="false"/> when the encoding is not known.</summary>
    internal bool TryAdd(in CompactFrame frame, ReadOnlySpan<byte> function)
    {
        _instructions.Clear();
        if (!unwind.Write(frame.Encoding, function, _instructions))
        {
            return false;
        }

        bool hasData = frame is { Personality: not null, Data: not null };
        int cie = CieFor(frame.Personality, hasData);
        int start = Open();
        Word((uint)(Position - cie));
        Refer(frame.Function);
        Word(frame.Size);
        _bytes.Add((byte)(hasData ? sizeof(int) : 0));
        if (hasData)
        {
            Refer(frame.Data!.Value);
        }

        _bytes.AddRange(_instructions);
        Close(start);
        return true;
    }

    private int CieFor(Relocation? personality, bool hasData)
    {
        ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(_cies, new Cie(personality?.Target, personality?.Addend ?? 0, hasData), out bool isKnown);
        if (isKnown)
        {
            return position;
        }

        int start = position = Open();
        Word(0);
        _bytes.Add(1);
        _bytes.AddRange("z"u8);
        _bytes.AddRange(personality is null ? ""u8 : "P"u8);
        _bytes.AddRange(hasData ? "LR\0"u8 : "R\0"u8);
        _bytes.Add(1);                              // code alignment
        _bytes.Add(0x78);                           // data alignment: −8
        _bytes.Add(unwind.ReturnAddress);
        _bytes.Add((byte)((personality is null ? 0 : 5) + (hasData ? 1 : 0) + 1));
        if (personality is { } handler)
        {
            // What has a name may lie anywhere and is found through its slot.
            bool isNamed = handler.Addend == 0;
            _bytes.Add(isNamed ? RelativeSlot : Relative);
            Refer(handler, isNamed ? RelocKind.GotPc32 : RelocKind.Pc32);
        }

        if (hasData)
        {
            _bytes.Add(Relative);
        }

        _bytes.Add(Relative);
        _bytes.AddRange(unwind.Initially);
        Close(start);
        return start;
    }

    private int Open()
    {
        int start = Position;
        Word(0);
        return start;
    }

    // Filled up with DW_CFA_nop, and the length, which does not count itself.
    private void Close(int start)
    {
        while (Position % 8 != 0)
        {
            _bytes.Add(0);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(CollectionsMarshal.AsSpan(_bytes)[(Start + start)..], (uint)(Position - start - sizeof(uint)));
    }

    private void Word(uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        _bytes.AddRange((ReadOnlySpan<byte>)word);
    }

    private void Refer(Relocation to, RelocKind kind = RelocKind.Pc32)
    {
        Relocations.Add(new Relocation(to.Addend, (uint)Position, to.Target, default, kind, MachOMachine.Made));
        Word(0);
    }

    private readonly record struct Cie(SymbolId? Personality, long Addend, bool HasData)
    {
        // Files choose addends: those that differ in both halves are not to meet.
        public override int GetHashCode() => HashCode.Combine(Personality, (uint)Addend, (uint)(Addend >> 32), HasData);
    }
}
