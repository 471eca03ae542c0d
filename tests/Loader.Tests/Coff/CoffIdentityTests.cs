using System.Buffers.Binary;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffIdentityTests
{
    [Theory]
    [InlineData(0xa641, false, "ARM64EC")]
    [InlineData(0xa641, true, "ARM64EC")]
    [InlineData(0xa64e, false, "ARM64X")]
    [InlineData(0xa64e, true, "ARM64X")]
    [InlineData(0x14c, false, "32-bit x86")]
    [InlineData(0x14c, true, "32-bit x86")]
    [InlineData(0x1c4, false, "32-bit Arm")]
    [InlineData(0x5064, true, "machine 0x5064")]
    public void Another_machine_is_refused_by_name_with_what_to_compile_for(ushort machine, bool isBig, string says)
    {
        byte[] file = new CoffBuilder { Machine = machine, IsBig = isBig }.Build();
        Refusal.Says(says, file);
        Refusal.Says("-pc-windows-msvc", file);
        Assert.Equal(isBig ? 6ul : 0ul, Refusal.Of(file).Offset);
    }

    [Fact]
    public void An_import_of_another_machine_is_refused_by_name() => Refusal.Says("ARM64EC", CoffBuilder.Import("f", "l.dll", machine: 0xa641));

    [Fact]
    public void Intermediate_language_of_link_time_code_generation_is_refused_with_the_option_that_made_it()
    {
        byte[] file = new CoffBuilder { IsBig = true }.Build();
        ((byte[])[0x38, 0xFE, 0xB3, 0x0C, 0xA5, 0xD9, 0xAB, 0x4D, 0xAC, 0x9B, 0xD6, 0xB6, 0x22, 0x26, 0x53, 0xC2]).CopyTo(file, 12);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), 1);
        Refusal.Says("recompile without /GL", file);

        // Such a file need not be as long as the longest header.
        Refusal.Says("recompile without /GL", file.AsMemory(0, 40));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(12, 0)]
    [InlineData(20, 0)]
    public void Another_sort_of_anonymous_object_is_refused(int offset, byte value)
    {
        byte[] file = new CoffBuilder { IsBig = true }.Build();
        file[offset] = value;
        Refusal.Says("anonymous object of a sort that is not known", file);
    }

    [Fact]
    public void An_optional_header_is_skipped()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3);
        byte[] file = coff.Build();
        byte[] longer = [.. file[..20], 1, 2, 3, 4, .. file[20..]];
        BinaryPrimitives.WriteUInt16LittleEndian(longer.AsSpan(16), 4);
        BinaryPrimitives.WriteInt32LittleEndian(longer.AsSpan(8), coff.SymbolOffset + 4);
        Assert.Equal(".text", ObjectReader.Read(longer, "test.obj").NameOf(ObjectReader.Read(longer, "test.obj").Sections[1]));
    }
}
