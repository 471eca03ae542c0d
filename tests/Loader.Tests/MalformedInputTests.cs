using System.Buffers.Binary;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>For any bytes: a sound graph or <see cref="ObjectFormatException"/>, and nothing else.</summary>
public class MalformedInputTests
{
    private static readonly (int Offset, int Size)[] HeaderFields =
        [(0, 4), (4, 1), (5, 1), (6, 1), (7, 1), (16, 2), (18, 2), (20, 4), (24, 8), (32, 8), (40, 8), (48, 4), (52, 2), (54, 2), (56, 2), (58, 2), (60, 2), (62, 2)];

    private static readonly (int Offset, int Size)[] SectionFields = [(0, 4), (4, 4), (8, 8), (16, 8), (24, 8), (32, 8), (40, 4), (44, 4), (48, 8), (56, 8)];
    private static readonly (int Offset, int Size)[] SymbolFields = [(0, 4), (4, 1), (5, 1), (6, 2), (8, 8), (16, 8)];
    private static readonly (int Offset, int Size)[] RelFields = [(0, 8), (8, 4), (12, 4)];
    private static readonly (int Offset, int Size)[] RelaFields = [(0, 8), (8, 4), (12, 4), (16, 8)];
    private static readonly (int Offset, int Size)[] WordFields = [(0, 4)];

    /// <summary>One object with everything that has fields of its own.</summary>
    private static byte[] Everything()
    {
        var elf = new ElfBuilder();
        int local = elf.Symbol("local", 4, 1, binding: ElfBuilder.Local);
        int f = elf.Symbol("f", 4, 4, 4, type: ElfBuilder.Func);
        int u = elf.Symbol("u", ElfBuilder.Undefined, binding: ElfBuilder.Weak);
        elf.Symbol("c", ElfBuilder.Common, 16, 100);
        int text = elf.Text(32);
        int data = elf.Section(".data", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Write, new byte[16], 8);
        elf.Section(".bss", ElfBuilder.Nobits, ElfBuilder.Alloc | ElfBuilder.Write, size: 64);
        elf.AddRela(text, (1, 4, (uint)f, -4), (8, 9, (uint)u, -4), (16, 1, (uint)local, 0));
        elf.AddRel(data, (0, 1, (uint)f), (8, 10, (uint)u));
        elf.Section(".crel.text", ElfBuilder.Crel, 0, [(2 * 8) + 4, (2 << 3) | 7, 1, 4, 0x7c, 0x80, 1], 1, ElfBuilder.SymtabIndex, (uint)text, 1);
        elf.AddGroup(1, f, (uint)text);
        elf.Section("meta", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.LinkOrder, [0], link: (uint)text);
        elf.Section(".init_array.5", ElfBuilder.InitArray, ElfBuilder.Alloc, new byte[8], 8);
        elf.Section(".gnu.linkonce.t.g", ElfBuilder.Progbits, ElfBuilder.Alloc, [0]);
        byte[] note = [4, 0, 0, 0, 16, 0, 0, 0, 5, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, 2, 0, 0, 0xc0, 4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
        elf.Section(".note.gnu.property", ElfBuilder.Note, ElfBuilder.Alloc, note, 8);
        return elf.Build();
    }

    private static IEnumerable<byte[]> Objects() => Emulation.Sample(Fixtures.Files("*.o").Concat(Fixtures.Files("*.obj"))).Select(File.ReadAllBytes).Prepend(Everything());

    [Fact]
    public void The_object_with_everything_is_sound() => Assert.Equal(7, ObjectReader.Read(Everything(), "test.o").Relocations.Length);

    [Fact]
    public void Every_object_cut_at_every_sixteen_bytes_is_sound_or_refused()
    {
        int sound = 0;
        foreach (byte[] file in Objects())
        {
            for (int size = 0; size < file.Length; size += 16)
            {
                sound += SoundGraph.OrRefused(file[..size]) ? 1 : 0;
            }
        }

        // The section table stands at the end of what compilers write: next to nothing survives a cut.
        Assert.InRange(sound, 0, 100);
    }

    [Fact]
    public void Every_field_of_every_object_overwritten_is_sound_or_refused()
    {
        int refused = 0;
        foreach (byte[] file in Objects())
        {
            foreach ((int offset, int size) in Fields(file))
            {
                refused += SoundGraph.Overwrite(file, offset, size, bytes => SoundGraph.OrRefused(bytes));
            }
        }

        Assert.True(refused > (Emulation.IsOn ? 1_000 : 10_000));
    }

    [Fact]
    public void Every_byte_of_the_object_with_everything_overwritten_is_sound_or_refused()
    {
        byte[] file = Everything();
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            refused += SoundGraph.Overwrite(file, i, 1, bytes => SoundGraph.OrRefused(bytes));
        }

        Assert.True(refused > 1000);
    }

    [Fact]
    public void Every_archive_cut_at_every_sixteen_bytes_is_read_or_refused()
    {
        int refused = 0;
        foreach (byte[] file in Archives())
        {
            for (int size = 0; size < file.Length; size += 16)
            {
                refused += SoundGraph.ArchiveOrRefused(file[..size]) ? 0 : 1;
            }
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void Every_header_and_index_byte_of_every_archive_overwritten_is_read_or_refused()
    {
        int refused = 0;
        foreach (byte[] file in Archives())
        {
            for (int i = 0; i < Math.Min(file.Length, 400); i++)
            {
                byte before = file[i];
                foreach (byte value in (byte[])[0, 1, 0xff, (byte)(before + 1), (byte)(before - 1), (byte)'/', (byte)'9'])
                {
                    file[i] = value;
                    refused += SoundGraph.ArchiveOrRefused(file) ? 0 : 1;
                }

                file[i] = before;
            }
        }

        Assert.True(refused > 1000);
    }

    private static IEnumerable<byte[]> Archives() => Fixtures.Archives().Select(File.ReadAllBytes);

    /// <summary>Where the fields of an object are: its header's, and those of its sections, symbols, relocations and groups.</summary>
    private static List<(int Offset, int Size)> Fields(byte[] file)
    {
        List<(int Offset, int Size)> fields = [.. HeaderFields.Where(field => field.Offset + field.Size <= file.Length)];
        if (file.Length < 64 || file[4] != 2 || file[5] != 1 || !file.AsSpan().StartsWith("\u007fELF"u8))
        {
            return fields;
        }

        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60));
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * 64);
            fields.AddRange(SectionFields.Select(field => (header + field.Offset, field.Size)));
            (int size, (int, int)[] entry) = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(header + 4)) switch
            {
                2 => (24, SymbolFields),
                ElfBuilder.Rela => (24, RelaFields),
                ElfBuilder.Rel => (16, RelFields),
                ElfBuilder.Group or ElfBuilder.SymtabShndx => (4, WordFields),
                ElfBuilder.Crel => (1, [(0, 1)]),
                _ => (0, []),
            };

            int content = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(header + 24));
            int bytes = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(header + 32));
            for (int at = 0; size != 0 && at + size <= bytes; at += size)
            {
                fields.AddRange(entry.Select(field => (content + at + field.Item1, field.Item2)));
            }
        }

        return fields;
    }
}
