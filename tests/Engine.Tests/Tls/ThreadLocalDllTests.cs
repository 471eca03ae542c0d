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
        using var reader = new PEReader(new MemoryStream(ThreadLocalDll.Write(template, 700, 64)));
        PEHeader header = reader.PEHeaders.PEHeader!;
        Assert.True(reader.PEHeaders.IsDll);
        Assert.Equal([".tls", ".reloc"], reader.PEHeaders.SectionHeaders.Select(s => s.Name));
        Assert.Equal((0x1010, 40), (header.ThreadLocalStorageTableDirectory.RelativeVirtualAddress, header.ThreadLocalStorageTableDirectory.Size));
        BlobReader directory = Read(reader, 0x1010);
        ulong start = directory.ReadUInt64(), end = directory.ReadUInt64(), number = directory.ReadUInt64(), callbacks = directory.ReadUInt64();
        Assert.Equal(700UL, end - start);
        Assert.Equal((header.ImageBase + 0x1000, header.ImageBase + 0x1008), (number, callbacks));
        Assert.Equal((0u, 7u << 20), (directory.ReadUInt32(), directory.ReadUInt32()));
        BlobReader block = Read(reader, (int)(start - header.ImageBase));
        Assert.Equal(template, block.ReadBytes(5));
        Assert.All(block.ReadBytes(695), b => Assert.Equal(0, b));
        BlobReader fixups = Read(reader, header.BaseRelocationTableDirectory.RelativeVirtualAddress);
        Assert.Equal((0x1000, header.BaseRelocationTableDirectory.Size), (fixups.ReadInt32(), fixups.ReadInt32()));
        Assert.Equal([0xa010, 0xa018, 0xa020, 0xa028], Enumerable.Range(0, 4).Select(_ => (int)fixups.ReadUInt16()));
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
}
