namespace Linker.Loader;

/// <summary>Somebody's word that a graph stays whole. Made by <see cref="LinkGraph.Hold"/>.</summary>
public sealed class GraphHold : IDisposable
{
    private LinkGraph? _graph;

    internal GraphHold(LinkGraph graph) => _graph = graph;

    /// <summary>Lets go. Idempotent.</summary>
    public void Dispose() => Interlocked.Exchange(ref _graph, null)?.Release();
}
