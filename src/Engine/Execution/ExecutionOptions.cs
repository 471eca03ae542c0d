using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What an <see cref="ExecutionEngine"/> is made of.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Who gives memory; <see langword="null"/> for an <see cref="InProcessMemoryManager"/> that the engine owns.</summary>
    public IMemoryManager? Memory { get; init; }

    /// <summary>Where images go that are not placed otherwise: anywhere, in a range, below 2 GiB. <see langword="null"/> leaves it to the code.</summary>
    public Placement? Placement { get; init; }

    /// <summary>Whom to ask for names that neither the engine's definitions nor its modules have, in this order; <see langword="null"/> for the host process.</summary>
    public IReadOnlyList<ISymbolResolver>? Scopes { get; init; }

    /// <summary>The client's own answer for names that nobody else knows: an address, or <see langword="null"/>. Asked last; must not use the engine.</summary>
    public Func<string, nint?>? Unknown { get; init; }

    /// <summary>Whether images keep their objects as long as they live; see <see cref="LinkRequest.KeepObjects"/>.</summary>
    public bool KeepObjects { get; init; }

    /// <summary>Where compiled objects are kept and looked for; <see langword="null"/> compiles every module anew.</summary>
    public IObjectCache? Cache { get; init; }

    /// <summary>Who is told of each image, in this order; <see langword="null"/> for nobody. See <see cref="LinkerOptions.Observers"/>.</summary>
    public IReadOnlyList<IImageObserver>? Observers { get; init; }
}
