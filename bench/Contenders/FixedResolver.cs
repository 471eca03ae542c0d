using Linker.Engine;

namespace Linker.Bench.Contenders;

/// <summary>Answers every name with one address.</summary>
/// <param name="address">In reach of the images.</param>
internal sealed class FixedResolver(ulong address) : ISymbolResolver
{
    /// <inheritdoc/>
    public string Name => "one address";

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query) => SymbolAnswer.At(address, query.Kind);
}
