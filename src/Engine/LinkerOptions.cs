using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What a <see cref="RuntimeLinker"/> is made of.</summary>
public sealed record LinkerOptions
{
    /// <summary>Who gives memory; <see langword="null"/> for an <see cref="InProcessMemoryManager"/> that the linker owns and disposes, and whose code the <see cref="Observers"/> can work with.</summary>
    public IMemoryManager? Memory { get; init; }

    /// <summary>Whom to ask for names that a link does not define, besides its own definitions and images, in this order; <see langword="null"/> for the host process.</summary>
    public IReadOnlyList<ISymbolResolver>? Scopes { get; init; }

    /// <summary>Who is told of each image, in this order; <see langword="null"/> for nobody. <see cref="GdbObserver"/> and <see cref="PerfMapObserver"/> are two of them.</summary>
    public IReadOnlyList<IImageObserver>? Observers { get; init; }
}
