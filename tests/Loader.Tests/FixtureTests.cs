using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>What the checked-in objects were made to show.</summary>
public class FixtureTests
{
    private static LinkGraph Read(string name, bool includeUnloaded = false) => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/" + name)), name, includeUnloaded);

    [Fact]
    public void Every_object_is_read_with_and_without_its_debug_information()
    {
        string[] objects = [.. Fixtures.Objects()];
        Assert.True(objects.Length > 100);
        foreach (string path in objects)
        {
            Assert.True(ObjectReader.Read(File.ReadAllBytes(path), path, includeUnloaded: true).Relocations.Length >= ObjectReader.Read(File.ReadAllBytes(path), path).Relocations.Length);
        }
    }

    [Theory]
    [InlineData("riscv64.o", "EM_RISCV")]
    [InlineData("big_endian.o", "big-endian")]
    [InlineData("bitcode.o", "LLVM bitcode")]
    [InlineData("elf32.o", "EM_386")]
    [InlineData("shared.so", "--library")]
    [InlineData("executable", "already linked")]
    public void What_cannot_be_linked_is_refused_by_name(string name, string says) =>
        Assert.Contains(says, Assert.Throws<ObjectFormatException>(() => Read(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_archive_finds_its_symbols_and_reads_its_members()
    {
        int count = 0;
        foreach (string path in Fixtures.Archives())
        {
            Archive archive = ArchiveReader.Read(File.ReadAllBytes(path), path, name => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, name)));
            foreach (ArchiveSymbol symbol in archive.Symbols)
            {
                Assert.True(archive.TryFind(System.Text.Encoding.UTF8.GetBytes(archive.NameOf(symbol)), out int member));
                LinkGraph graph = archive.Read(member);
                Assert.Contains(graph.Symbols.ToArray(), s => graph.NameOf(s) == archive.NameOf(symbol) && s.Place != SymbolPlace.Undefined && s.Binding != SymbolBinding.Local);
                count++;
            }
        }

        Assert.True(count > 20);
    }

    [Fact]
    public void A_thin_archive_is_thin_and_an_archive_without_an_index_has_none()
    {
        static Archive Open(string name) => ArchiveReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/" + name)), name);
        Assert.True(Open("thin.a").IsThin);
        Assert.False(Open("no_index.a").HasIndex);
        Assert.True(Open("sym64.a").HasIndex && Open("darwin.a").HasIndex && Open("bsd.a").HasIndex);
    }

    [Fact]
    public void A_bss_of_800_megabytes_costs_a_graph_nothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        LinkGraph graph = Read("bss_800mb.o");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Contains(graph.Sections.ToArray(), s => s is { IsZeroFill: true, Size: >= 800_000_000 });
    }

    [Fact]
    public void Nothing_is_allocated_for_a_relocation_beyond_the_array()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(8);
        elf.AddRela(text, [.. Enumerable.Repeat((0UL, 2u, 0u, 0L), 100_000)]);
        byte[] file = elf.Build();
        long Allocated(bool isKept)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            LinkGraph graph = ObjectReader.Read(file, "test.o");
            if (!isKept)
            {
                graph.Dispose();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // Tables that other graphs gave back serve the first reads; graphs that are kept use them up.
        long[] kept = [.. Enumerable.Range(0, 8).Select(_ => Allocated(isKept: true))];
        Assert.All(kept, size => Assert.InRange(size, 0, 2_410_000));
        Assert.InRange(kept[^1], 2_400_000, 2_410_000);
        _ = Allocated(isKept: false);
        Assert.InRange(Allocated(isKept: false), 1, 160);
    }
}
