using Linker.Cli.Commands;
using Linker.Cli.Input;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

/// <summary>Which section gets which address of the command line.</summary>
public sealed class SectionAddressesTests : IDisposable
{
    private readonly LinkGraph _graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/align64k.o")), "align64k.o");

    public void Dispose() => _graph.Dispose();

    [Fact]
    public void An_address_suits_the_alignment_of_its_section()
    {
        SectionId widest = new((uint)_graph.Sections.ToArray().Index().MaxBy(s => s.Item.IsLoaded ? s.Item.Alignment : 0).Index);
        Assert.Equal(0x10000UL, _graph.Sections[(int)widest.Index].Alignment);
        var right = new SectionAddresses([Read($"align64k.o,#{widest.Index}=0x30000")]);
        Assert.Equal(0x30000UL, right.Of(_graph, widest));
        right.ThrowIfUnused();

        var wrong = new SectionAddresses([Read($"align64k.o,#{widest.Index}=0x38000")]);
        Assert.Null(wrong.Of(_graph, widest));
        Assert.Equal(
            $"--section-address align64k.o,#{widest.Index}=0x38000: the section is aligned to 65536 bytes", Assert.Throws<UsageException>(wrong.ThrowIfUnused).Message);
    }

    private static SectionAddress Read(string text) => SectionAddress.TryRead(text, out SectionAddress? read) ? read! : throw new ArgumentException(text);
}
