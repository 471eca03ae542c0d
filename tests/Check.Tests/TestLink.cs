using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Check.Tests;

/// <summary>Fixtures linked for target addresses.</summary>
internal sealed class TestLink : IDisposable
{
    private readonly RuntimeLinker _linker;

    /// <param name="address">Where the image begins.</param>
    /// <param name="definitions">NAME=ADDR.</param>
    /// <param name="files">Below <c>fixtures</c>.</param>
    internal TestLink(ulong address, (string Name, ulong Address)[] definitions, params string[] files)
    {
        _linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [] });
        foreach ((string name, ulong at) in definitions)
        {
            _linker.Definitions.Add(name, at);
        }

        LinkGraph[] graphs = [.. files.Select(f => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(f)), f))];
        Image = _linker.Link(LinkRequest.ForCheck with { Placement = Placement.At(address) }, graphs);
    }

    internal LoadedImage Image { get; }

    internal SymbolDefinitions Definitions => _linker.Definitions;

    internal RuleResult Evaluate(string rule) => new LinkChecker(Image, Definitions).Evaluate(new Rule(rule));

    public void Dispose() => _linker.Dispose();
}
