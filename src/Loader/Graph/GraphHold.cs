namespace Linker.Loader;

/// <summary>Somebody's word that a graph stays whole. Made by <see cref="LinkGraph.Hold"/>, to be disposed once.</summary>
public readonly record struct GraphHold : IDisposable
{
    private readonly LinkGraph? _graph;

    internal GraphHold(LinkGraph graph) => _graph = graph;

    /// <summary>Lets go. Once: a second time would take somebody else's hold away.</summary>
    public void Dispose() => _graph?.Release();
}
