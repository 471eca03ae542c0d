using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>Reads <c>.note.gnu.property</c>: what the object promises about its code (Linux ABI §2.1.7; the bits are the machine's).</summary>
internal static class ElfPropertyNotes
{
    private const int Alignment = 8;

    /// <summary>The promises of one section. Its range was proved to lie in the file; its index is for messages.</summary>
    internal static ObjectFeatures Read(ElfMachine machine, ByteReader file, FileRange range, int index)
    {
        ReadOnlySpan<byte> rest = file.Bytes.Slice(range);
        var features = ObjectFeatures.None;
        while (!rest.IsEmpty)
        {
            if (rest.Length < Unsafe.SizeOf<ElfNote>())
            {
                Fail(file, range, index, rest.Length);
            }

            ElfNote note = MemoryMarshal.Read<ElfNote>(rest);
            rest = rest[Unsafe.SizeOf<ElfNote>()..];
            ReadOnlySpan<byte> name = Take(file, range, index, ref rest, note.NameSize, 4);
            ReadOnlySpan<byte> descriptor = Take(file, range, index, ref rest, note.DescriptorSize, Alignment);
            if (note.Type == ElfConstants.NotePropertyType && name.SequenceEqual("GNU\0"u8))
            {
                features |= ReadProperties(machine, file, range, index, descriptor);
            }
        }

        return features;
    }

    private static ObjectFeatures ReadProperties(ElfMachine machine, ByteReader file, FileRange range, int index, ReadOnlySpan<byte> rest)
    {
        var features = ObjectFeatures.None;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 8)
            {
                Fail(file, range, index, rest.Length);
            }

            uint type = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            ReadOnlySpan<byte> value = Take(file, range, index, ref rest, size, Alignment);
            for (int bit = 0; type == machine.FeatureProperty && value.Length >= 4 && bit < machine.Features.Length; bit++)
            {
                features |= (value[0] & (1 << bit)) != 0 ? machine.Features[bit] : 0;
            }
        }

        return features;
    }

    // Bytes, then padding; the padding of the last item may be missing.
    private static ReadOnlySpan<byte> Take(ByteReader file, FileRange range, int index, ref ReadOnlySpan<byte> rest, uint size, uint alignment)
    {
        if (size > (uint)rest.Length)
        {
            Fail(file, range, index, size);
        }

        ReadOnlySpan<byte> taken = rest[..(int)size];
        ulong padded = ((ulong)size + alignment - 1) & ~(ulong)(alignment - 1);
        rest = rest[(int)Math.Min(padded, (ulong)rest.Length)..];
        return taken;
    }

    private static void Fail(ByteReader file, FileRange range, int index, long value) =>
        Throw.Format(file.FileName, "property notes in section", index, range.Offset, (ulong)value, "a note reaches past the section's end");
}
