using System.Buffers.Binary;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class UniversalReaderTests
{
    private static byte[] Make(bool isWide, params (uint Cpu, uint Subtype, byte[] Content)[] parts)
    {
        int entry = isWide ? 32 : 20;
        var file = new List<byte>(new byte[8 + (entry * parts.Length)]);
        var offsets = new List<int>();
        foreach ((_, _, byte[] content) in parts)
        {
            offsets.Add(file.Count);
            file.AddRange(content);
        }

        byte[] bytes = [.. file];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, isWide ? 0xcafebabf : 0xcafebabe);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            Span<byte> at = bytes.AsSpan(8 + (i * entry));
            BinaryPrimitives.WriteUInt32BigEndian(at, parts[i].Cpu);
            BinaryPrimitives.WriteUInt32BigEndian(at[4..], parts[i].Subtype);
            if (isWide)
            {
                BinaryPrimitives.WriteUInt64BigEndian(at[8..], (ulong)offsets[i]);
                BinaryPrimitives.WriteUInt64BigEndian(at[16..], (ulong)parts[i].Content.Length);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(at[8..], (uint)offsets[i]);
                BinaryPrimitives.WriteUInt32BigEndian(at[12..], (uint)parts[i].Content.Length);
            }
        }

        return bytes;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_are_objects_and_archives_for_their_machines(bool isWide)
    {
        byte[] x64 = MachOSamples.Everything().Build(), arm64 = MachOSamples.Everything(MachOBuilder.Arm64).Build();
        byte[] file = Make(isWide, (MachOBuilder.X64, 3, x64), (MachOBuilder.Arm64, 0, arm64), (MachOBuilder.Arm64, 0x8000_0002, [1]), (7, 3, [2, 2]));
        IReadOnlyList<UniversalPart> parts = UniversalReader.Read(file, "fat.o");
        Assert.True(UniversalReader.IsUniversal(file));
        Assert.Equal([Machine.X64, Machine.Arm64, null, null], parts.Select(p => p.Machine));
        Assert.Equal(x64, parts[0].Content.ToArray());
        Assert.Equal(Machine.Arm64, ObjectReader.Read(parts[1].Content, "fat.o(arm64)").Machine);
        Assert.Equal([1, 2], parts.Skip(2).Select(p => p.Content.Length));
    }

    [Theory]
    [InlineData(4, 0x2cu, "the file ends at")]       // nfat_arch
    [InlineData(16, 0xffffffffu, "the file ends at")] // offset
    [InlineData(20, 0xffffffffu, "the file ends at")] // size
    public void A_damaged_header_is_refused(int offset, uint value, string says)
    {
        byte[] file = Make(false, (MachOBuilder.X64, 3, [1, 2, 3]));
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(offset), value);
        Assert.Contains(says, Assert.Throws<ObjectFormatException>(() => UniversalReader.Read(file, "fat.o")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_refused()
    {
        Assert.Contains("text", Assert.Throws<ObjectFormatException>(() => UniversalReader.Read("#!/bin/sh"u8.ToArray(), "script")).Message, StringComparison.Ordinal);
        Assert.False(UniversalReader.IsUniversal(new ElfBuilder().Build()));
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused()
    {
        byte[] file = Make(true, (MachOBuilder.X64, 3, [1, 2, 3]), (MachOBuilder.Arm64, 0, [4]));
        for (int size = 0; size < file.Length; size++)
        {
            Assert.Throws<ObjectFormatException>(() => UniversalReader.Read(file.AsMemory(0, size), "fat.o"));
        }
    }
}
