using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Only what its roots lead to becomes part of an image.</summary>
public sealed class ReachabilityTests
{
    private static readonly string[] FromAnswer = ["answer"];

    private static LinkGraph Read(string folder) =>
        ObjectReader.Read(File.ReadAllBytes(Directory.GetFiles(Repository.Fixture(folder), "dead_code.*").Single()), folder, splitSubsections: true);

    private static LoadedImage Link(RuntimeLinker linker, IReadOnlyCollection<string>? roots, params LinkGraph[] graphs) =>
        linker.Link(LinkRequest.ForCheck with { Roots = roots }, graphs);

    // Everything outside exists, but for what only dead code wants.
    private static RuntimeLinker NewLinker() => new(new LinkerOptions
    {
        Memory = new BufferMemoryManager(),
        Scopes = [new CallbackResolver(name => name.EndsWith("missing", StringComparison.Ordinal) ? null : 0x2000_0000)],
    });

    [Theory]
    [InlineData("elf-x64")]
    [InlineData("elf-arm64")]
    [InlineData("coff-x64")]
    [InlineData("coff-arm64")]
    [InlineData("macho-x64")]
    [InlineData("macho-arm64")]
    public void Functions_that_nothing_leads_to_are_left_out_with_their_data_and_wishes(string folder)
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = Link(linker, FromAnswer, Read(folder));
        Assert.True(image.TryGetAddress("answer", out _));
        Assert.True(image.TryGetAddress("used", out _));
        Assert.False(image.TryGetAddress("unused", out _));
        Assert.False(image.TryGetAddress("unused_helper", out _));
        string[] symbols = [.. image.Record!.Symbols.Select(s => s.Name)];
        Assert.Contains(symbols, s => s.Contains("used_table", StringComparison.Ordinal));
        Assert.DoesNotContain(symbols, s => s.Contains("unused", StringComparison.Ordinal) && !s.StartsWith('$') && !s.StartsWith('?') && !s.StartsWith('.'));
        Assert.Contains("missing", Assert.Throws<UnresolvedSymbolsException>(() => Link(linker, null, Read(folder))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macho-x64", MachOBuilder.X64)]
    [InlineData("macho-arm64", MachOBuilder.Arm64)]
    public void Of_an_archive_s_member_that_was_split_the_parts_that_nothing_leads_to_are_left_out(string folder, uint cpu)
    {
        var asks = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow pointer = asks.Data(new byte[8]);
        asks.Global("_pointer", pointer);
        pointer.Relocate(0, 0, asks.Undefined("_answer"), length: 3);
        Archive archive = new ArchiveWriter().Add("dead_code.o", File.ReadAllBytes(Path.Combine(Repository.Fixture(folder), "dead_code.o")), "_answer").Read();
        foreach (bool isSplit in (bool[])[false, true])
        {
            using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [new ArchiveResolver(archive, isSplit), new CallbackResolver(_ => 0x2000_0000)] });
            using LoadedImage image = Link(linker, ["pointer"], ObjectReader.Read(asks.Build(), "asks.o"));
            Assert.True(image.TryGetAddress("answer", out _));
            Assert.True(image.TryGetAddress("used", out _));
            Assert.Equal((isSplit, !isSplit), (isSplit, image.TryGetAddress("unused", out _)));
            Assert.Equal((isSplit, !isSplit), (isSplit, image.Record!.Fixups.Any(f => f.Symbol == "_missing")));
        }
    }

    [Fact]
    public void What_is_left_runs_and_its_exceptions_are_caught()
    {
        foreach (string format in (string[])["elf", "macho"])
        {
            using var linker = new RuntimeLinker();
            using LoadedImage image = linker.Link(new LinkRequest { Roots = FromAnswer }, Read($"{format}-{Repository.Machine}"));
            Assert.Equal(42, image.Answer());
        }
    }

    [Fact]
    public void A_root_that_nobody_defines_is_named()
    {
        using RuntimeLinker linker = NewLinker();
        Assert.Contains("'nobody'", Assert.Throws<KeyNotFoundException>(() => Link(linker, ["nobody"], Read("elf-x64"))).Message, StringComparison.Ordinal);
        using LoadedImage image = Link(linker, FromAnswer, Read("elf-x64"));
    }

    [Fact]
    public void Without_roots_nothing_but_what_runs_or_is_to_be_kept_is_left()
    {
        var elf = new ElfBuilder();
        elf.Section(".init_array", ElfBuilder.InitArray, ElfBuilder.Alloc | ElfBuilder.Write, new byte[8], 8);
        int kept = elf.Section(".kept", ElfBuilder.Progbits, ElfBuilder.Alloc | 0x20_0000, new byte[8], 8);
        int other = elf.Section(".other", ElfBuilder.Progbits, ElfBuilder.Alloc, new byte[8], 8);
        int target = elf.Section(".target", ElfBuilder.Progbits, ElfBuilder.Alloc, new byte[8], 8);
        int symbol = elf.Symbol("target", (ushort)target, 0);
        elf.Symbol("other", (ushort)other, 0);
        elf.AddRela(kept, (0, 1, (uint)symbol, 0));
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = Link(linker, [], ObjectReader.Read(elf.Build(), "test.o"));
        Assert.Equal([".init_array", ".kept", ".target"], image.Record!.Sections.Select(s => s.Name).Where(n => n is ".init_array" or ".kept" or ".target" or ".other").Order(StringComparer.Ordinal));
    }
}
