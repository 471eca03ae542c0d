using System.Reflection.PortableExecutable;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Thread-local variables on Windows: a library without code whose block every thread gets.</summary>
public sealed unsafe class ThreadLocalDllTests
{
    [Fact]
    public void The_library_is_a_file_of_the_format_with_a_directory_and_its_fixups()
    {
        byte[] template = [1, 2, 3, 4, 5];
        using var reader = new PEReader(new MemoryStream(ThreadLocalDllWriter.Write(template, 700, 64)));
        PEHeader header = reader.PEHeaders.PEHeader!;
        Assert.True(reader.PEHeaders.IsDll);
        Assert.Equal([".text", ".tls", ".reloc"], reader.PEHeaders.SectionHeaders.Select(s => s.Name));
        Assert.Equal((0x2020, 40), (header.ThreadLocalStorageTableDirectory.RelativeVirtualAddress, header.ThreadLocalStorageTableDirectory.Size));
        BlobReader directory = Read(reader, 0x2020);
        ulong start = directory.ReadUInt64(), end = directory.ReadUInt64(), number = directory.ReadUInt64(), callbacks = directory.ReadUInt64();
        Assert.Equal(700UL, end - start);
        Assert.Equal((header.ImageBase + 0x2000, header.ImageBase + 0x2008), (number, callbacks));
        Assert.Equal((0u, 7u << 20), (directory.ReadUInt32(), directory.ReadUInt32()));
        BlobReader block = Read(reader, (int)(start - header.ImageBase));
        Assert.Equal(template, block.ReadBytes(5));
        Assert.All(block.ReadBytes(695), b => Assert.Equal(0, b));
        BlobReader fixups = Read(reader, header.BaseRelocationTableDirectory.RelativeVirtualAddress);
        Assert.Equal((0x2000, header.BaseRelocationTableDirectory.Size), (fixups.ReadInt32(), fixups.ReadInt32()));
        Assert.Equal([0xa020, 0xa028, 0xa030, 0xa038], Enumerable.Range(0, 4).Select(_ => (int)fixups.ReadUInt16()));
    }

    [Fact]
    [Trait("Machine", "x64")]
    public void The_librarys_entry_is_a_function_that_can_be_unwound()
    {
        using var reader = new PEReader(new MemoryStream(ThreadLocalDllWriter.Write([], 8, 16)));
        PEHeader header = reader.PEHeaders.PEHeader!;
        Assert.Equal(0x1000, header.AddressOfEntryPoint);
        BlobReader entry = Read(reader, header.ExceptionTableDirectory.RelativeVirtualAddress);
        Assert.Equal(12, header.ExceptionTableDirectory.Size);
        (uint start, uint end, uint unwind) = (entry.ReadUInt32(), entry.ReadUInt32(), entry.ReadUInt32());
        Assert.Equal(0x1000u, start);
        byte[] code = Read(reader, (int)start).ReadBytes((int)(end - start));

        // Each of the operations that the information names is the instruction before the place that it says: push rbx, push rsi, push rdi, sub rsp.
        BlobReader information = Read(reader, (int)unwind);
        Assert.Equal([1, 7, 4, 0, 7, 0x32, 3, 0x70, 2, 0x60, 1, 0x30], information.ReadBytes(12));
        Assert.Equal([0x53, 0x56, 0x57, 0x48, 0x83, 0xec, 32], code[..7]);
        Assert.Equal([0x5f, 0x5e, 0x5b, 0xc3], code[^4..]);
        Assert.Equal(0, Read(reader, (int)end).ReadBytes(1)[0]);
    }

    private static BlobReader Read(PEReader reader, int address) => new(reader.GetSectionData(address));

    // System.Reflection.Metadata's reader is a structure that a lambda cannot change.
    private sealed class BlobReader(PEMemoryBlock memory)
    {
        private int _at;

        internal byte[] ReadBytes(int count)
        {
            byte[] bytes = [.. memory.GetContent(_at, count)];
            _at += count;
            return bytes;
        }

        internal ushort ReadUInt16() => BitConverter.ToUInt16(ReadBytes(2));

        internal int ReadInt32() => BitConverter.ToInt32(ReadBytes(4));

        internal uint ReadUInt32() => BitConverter.ToUInt32(ReadBytes(4));

        internal ulong ReadUInt64() => BitConverter.ToUInt64(ReadBytes(8));
    }

    [Fact]
    [Trait("System", "windows")]
    public void Every_thread_has_its_own_variables_also_those_that_ran_before()
    {
        using var linker = new RuntimeLinker();
        using var isLinked = new ManualResetEventSlim();
        nint next = 0;
        int early = 0, late = 0;
        var before = new Thread(() =>
        {
            isLinked.Wait();
            early = Call(next) + Call(next);
        });
        before.Start();
        using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/run.obj")), "run.obj"));
        next = image.GetAddress("next");
        Assert.Equal([41, 43, 45], [Call(next), Call(next), Call(next)]);
        isLinked.Set();
        before.Join();
        var after = new Thread(() => late = Call(next));
        after.Start();
        after.Join();
        Assert.Equal((41 + 43, 41), (early, late));
    }

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [Fact]
    [Trait("System", "windows")]
    public void Two_images_have_blocks_of_their_own()
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/run.obj")), "run.obj");
        using LoadedImage one = linker.Link(graph);
        using LoadedImage two = linker.Link(graph);
        Assert.Equal((41, 43, 41), (Call(one.GetAddress("next")), Call(one.GetAddress("next")), Call(two.GetAddress("next"))));
    }

    [Theory]
    [Trait("System", "windows")]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Variables_are_aligned_as_they_want_it_or_refused(int alignment)
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = Aligned(alignment);
        string[] before = Directory.GetFiles(Path.GetTempPath(), "linker-tls-*");
        if (IsWine)
        {
            ThreadLocalSpaceException e = Assert.Throws<ThreadLocalSpaceException>(() => linker.Link(graph));
            Assert.Equal($"aligned.obj: its thread-local variables want an alignment of {alignment} bytes, and the system gives 16", e.Message);
            Assert.Equal([], Directory.GetFiles(Path.GetTempPath(), "linker-tls-*").Except(before));
            return;
        }

        using LoadedImage image = linker.Link(graph);
        Assert.All(Enumerable.Range(0, 16), _ =>
        {
            var thread = new Thread(() => Assert.Equal(0, (long)image.CallPointer("address") % alignment));
            thread.Start();
            thread.Join();
        });
    }

    [Theory]
    [InlineData(8192, 0x2000, 0x10_0000)]
    [InlineData(16, 0x2000, 0)]             // a thread without a block
    [InlineData(16, 0x2000, 0x1010)]
    [InlineData(16, 0x1020, 0x2040)]        // 32 by luck
    [InlineData(16, 0x1000, 0x3000)]
    public void Blocks_tell_whether_the_system_aligns_or_leaves_it_to_luck(ulong alignment, ulong block, ulong other) =>
        Assert.Equal(alignment, ThreadLocalDll.AlignmentOf([block, other]));

    [Fact]
    [Trait("System", "windows")]
    public void More_than_the_format_can_say_is_refused() =>
        Assert.Throws<ThreadLocalSpaceException>(() => ThreadLocalDll.Load([], 8, 2 * ThreadLocalDllWriter.LargestAlignment, "huge.obj"));

    [Fact]
    [Trait("System", "windows")]
    public void Sixteen_bytes_are_what_every_system_gives()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(Aligned(16));
        Assert.Equal(0, image.CallPointer("address") % 16);
    }

    // Gives the address of its one variable.
    private static LinkGraph Aligned(int alignment)
    {
        var coff = new CoffBuilder();
        coff.Section(".tls$", CoffBuilder.Data | CoffBuilder.Align(alignment), 1).Named("variable");
        byte[] code =
        [
            0x65, 0x48, 0x8b, 0x04, 0x25, 0x58, 0, 0, 0, // mov rax, gs:[88]
            0x8b, 0x0d, 0, 0, 0, 0,                      // mov ecx, [_tls_index]
            0x48, 0x8b, 0x04, 0xc8,                      // mov rax, [rax + 8 * rcx]
            0x48, 0x8d, 0x80, 0, 0, 0, 0,                // lea rax, [rax + variable]
            0xc3,                                        // ret
        ];
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, code).Relocate(11, 4, "_tls_index").Relocate(22, 11, "variable");
        coff.Function("address", text);
        return ObjectReader.Read(coff.Build(), "aligned.obj");
    }

    private static bool IsWine => System.Runtime.InteropServices.NativeLibrary.TryGetExport(System.Runtime.InteropServices.NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _);
}
