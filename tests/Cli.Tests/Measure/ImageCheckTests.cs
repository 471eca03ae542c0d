using System.Runtime.InteropServices;
using Linker.Cli.Measure;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Cli.Tests.Measure;

/// <summary>Images with one wrong byte, and images of another object.</summary>
public sealed class ImageCheckTests : IDisposable
{
    private static readonly bool IsArm64 = Repository.Machine == "arm64";

    // Types of the machine whose code this process could run.
    private static readonly uint Abs64 = IsArm64 ? 257u : 1, Pc32 = IsArm64 ? 261u : 2;
    private static readonly string NameOfAbs64 = IsArm64 ? "R_AARCH64_ABS64" : "R_X86_64_64", NameOfPc32 = IsArm64 ? "R_AARCH64_PREL32" : "R_X86_64_PC32";

    // Sealed code can be written to.
    private readonly InProcessMemoryManager _memory = new(new InProcessMemoryOptions { Mode = WriteMode.ReadWriteExecute });
    private readonly RuntimeLinker _linker;

    public ImageCheckTests() => _linker = new RuntimeLinker(new LinkerOptions { Memory = _memory });

    [Fact]
    public void An_image_is_as_it_was_linked()
    {
        LinkGraph graph = Read();
        using LoadedImage image = Link(graph);
        Assert.Null(new ImageCheck(graph, image).FindDifference());
    }

    [Theory]
    [InlineData(".text", 1, ".text+0x1: 0x55 is in the image, and it should be 0x0b")]
    [InlineData(".text", 5, ".text+0x5: in the place of {Pc32} at +0x4: 0x55 is in the image, and it should be 0x??")]
    [InlineData(".data", 7, ".data+0x7: in the place of {Abs64} at +0x0: 0x55 is in the image, and it should be 0x00")]
    [InlineData(".data", 0x0c, "0x????????????, where no section is: 0x55 is in the image, and it should be zero")]
    [InlineData(".bss", 0x10001, ".bss+0x10001: 0x55 is in the image, and it should be zero")]
    public void A_wrong_byte_is_told_with_its_place(string section, int offset, string message)
    {
        LinkGraph graph = Read();
        using LoadedImage image = Link(graph);
        SectionEvent target = image.Record!.Sections.Single(s => s.Name == section);
        Marshal.WriteByte((nint)target.Address, offset, 0x55);
        Assert.Matches($"^{Named(message).Replace("+", @"\+", StringComparison.Ordinal).Replace("?", "[0-9a-f]", StringComparison.Ordinal)}$", new ImageCheck(graph, image).FindDifference());
    }

    [Theory]
    [InlineData("content", ".text+0x2: 0x0c is in the image, and it should be 0x0d")]
    [InlineData("size", ".text has 0x14 bytes, and 0x10 in the image")]
    [InlineData("section", ".more is not in the image")]
    [InlineData("one more", ".text+0xc: {Pc32}: the next fixup that was recorded is another one")]
    [InlineData("one less", ".data+0x0: 0x08 is in the image, and it should be 0x00")]
    [InlineData("addend", ".text+0x4: {Pc32}: the next fixup that was recorded is another one")]
    public void The_image_of_another_object_is_not_this_ones(string change, string message)
    {
        using LoadedImage image = Link(Read());
        string? difference = new ImageCheck(Read(change), image).FindDifference();
        Assert.NotNull(difference);
        Assert.StartsWith(Named(message), System.Text.RegularExpressions.Regex.Replace(difference, " at 0x[0-9a-f]+", ""), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _linker.Dispose();
        _memory.Dispose();
    }

    private static string Named(string message) => message.Replace("{Pc32}", NameOfPc32, StringComparison.Ordinal).Replace("{Abs64}", NameOfAbs64, StringComparison.Ordinal);

    private LoadedImage Link(LinkGraph graph) => _linker.Link(new LinkRequest { Record = true, Initialize = false }, graph);

    /// <summary>Code that refers to data, data with padding behind it, zero-fill.</summary>
    /// <param name="change">What is not as in the others.</param>
    private static LinkGraph Read(string change = "")
    {
        var elf = new ElfBuilder { Machine = (ushort)(IsArm64 ? 183 : 62) };
        byte[] code = [0x0a, 0x0b, (byte)(change == "content" ? 0x0d : 0x0c), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        int text = elf.Section(".text", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Exec, change == "size" ? [.. code, 0, 0, 0, 0] : code, 16);
        int data = elf.Section(".data", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Write, new byte[8], 8);
        int bss = elf.Section(".bss", ElfBuilder.Nobits, ElfBuilder.Alloc | ElfBuilder.Write, align: 256, size: 0x10010);
        if (change == "section")
        {
            elf.Section(".more", ElfBuilder.Progbits, ElfBuilder.Alloc, new byte[8]);
        }

        uint symbol = (uint)elf.Symbol("variable", (uint)bss, 8, 8, ElfBuilder.Local, ElfBuilder.Object);
        (ulong, uint, uint, long) first = (4, Pc32, symbol, change == "addend" ? 4 : -4);
        elf.AddRela(text, change == "one more" ? [first, (12, Pc32, symbol, -4)] : [first]);
        if (change != "one less")
        {
            elf.AddRela(data, (0, Abs64, symbol, 0));
        }

        return ObjectReader.Read(elf.Build(), "made.o");
    }
}
