using Linker.Caching;
using Linker.Check;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.House.Tests;

/// <summary>The public members of the libraries are on paper, so that a review sees each change.</summary>
public class ApiTests
{
    [Theory]
    [InlineData(typeof(RelocTable))]
    [InlineData(typeof(ObjectReader))]
    [InlineData(typeof(IMemoryManager))]
    [InlineData(typeof(RuntimeLinker))]
    [InlineData(typeof(LinkAssert))]
    [InlineData(typeof(DistributedObjectCache))]
    [InlineData(typeof(IrModule))]
    public void The_public_members_are_the_ones_on_paper(Type ofAssembly)
    {
        Assert.NotNull(ofAssembly);
        Golden.Check($"tests/House.Tests/Api/{ofAssembly.Assembly.GetName().Name}.txt", ApiText.Of(ofAssembly.Assembly));
    }

    [Theory]
    [InlineData(typeof(RelocTable))]
    [InlineData(typeof(ObjectReader))]
    [InlineData(typeof(IMemoryManager))]
    [InlineData(typeof(RuntimeLinker))]
    [InlineData(typeof(LinkAssert))]
    [InlineData(typeof(DistributedObjectCache))]
    [InlineData(typeof(IrModule))]
    public void A_public_type_does_not_repeat_its_namespace(Type ofAssembly)
    {
        Assert.NotNull(ofAssembly);
        Assert.All(ofAssembly.Assembly.GetExportedTypes(), type => Assert.False(type.Name.StartsWith(type.Namespace!.Split('.')[^1], StringComparison.Ordinal), type.FullName));
        Assert.All(ofAssembly.Assembly.GetExportedTypes(), type => Assert.Equal(ofAssembly.Namespace, type.Namespace));
    }
}
