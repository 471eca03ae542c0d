using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What a <see cref="RuntimeLinker"/> is made of.</summary>
public sealed record LinkerOptions
{
    /// <summary>Who gives memory; <see langword="null"/> for an <see cref="InProcessMemoryManager"/> that the linker owns and disposes.</summary>
    public IMemoryManager? Memory { get; init; }

    /// <summary>Whom to ask for names that a link does not define, besides its own definitions and images, in this order; <see langword="null"/> for the host process.</summary>
    public IReadOnlyList<ISymbolResolver>? Scopes { get; init; }
}
