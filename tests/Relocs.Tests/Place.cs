using System.Runtime.InteropServices;

namespace Linker.Relocs.Tests;

/// <summary>A place between canaries: whatever is written outside the field is seen.</summary>
internal sealed class Place
{
    private const int Canaries = 16;
    private readonly byte[] _before;
    private readonly byte[] _bytes;
    private readonly int _size;

    internal Place(int size, ulong content, byte canary = 0xA5)
    {
        _size = size;
        _bytes = new byte[Canaries + size + Canaries];
        _bytes.AsSpan().Fill(canary);
        for (int i = 0; i < size; i++)
        {
            _bytes[Canaries + i] = (byte)(content >> (8 * i));
        }

        _before = [.. _bytes];
    }

    internal ref byte Start => ref _bytes[Canaries];

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(Canaries, _size);

    internal uint Word => BitConverter.ToUInt32(Bytes);

    internal bool IsUntouched => _bytes.AsSpan().SequenceEqual(_before);

    internal bool AreCanariesAlive =>
        _bytes.AsSpan(0, Canaries).SequenceEqual(_before.AsSpan(0, Canaries)) && _bytes.AsSpan(Canaries + _size).SequenceEqual(_before.AsSpan(Canaries + _size));

    internal PatchStatus Apply(RelocKind kind, ulong s, long a, ulong o) => Patch.Apply(in RelocTable.For(kind), ref Start, s, a, o);

    /// <summary>A place that suits the kind, with anything else in it: any bytes, or an instruction that has the field.</summary>
    internal static Place For(RelocForm form, long random, byte canary = 0xA5) =>
        new(form.Field.Size, Kinds.IsInstruction(form) ? A64Word.Any(form.Field, (ulong)random) : (ulong)random, canary);

    internal static Place Of(ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[8];
        word.Clear();
        content.CopyTo(word);
        return new Place(content.Length, MemoryMarshal.Read<ulong>(word));
    }
}
