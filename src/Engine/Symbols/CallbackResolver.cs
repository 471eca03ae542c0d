namespace Linker.Engine;

/// <summary>A client's own answer for unknown names.</summary>
/// <param name="answer">Gets the name, gives an address or <see langword="null"/>.</param>
public sealed class CallbackResolver(Func<string, nint?> answer) : ISymbolResolver
{
    /// <inheritdoc/>
    public string Name => "callback";

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query) =>
        answer(query.ToString()) is { } address ? SymbolAnswer.At((ulong)address) : SymbolAnswer.NotFound;
}
