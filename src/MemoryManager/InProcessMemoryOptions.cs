namespace Linker.MemoryManager;

/// <summary>How an <see cref="InProcessMemoryManager"/> works.</summary>
public sealed record InProcessMemoryOptions
{
    /// <summary>What is asked for; <see cref="InProcessMemoryManager.Mode"/> says what is in force.</summary>
    public WriteMode Mode { get; init; }

    /// <summary>Bytes of address space that are reserved at once, rounded up to 512 KiB; from 1 to 2 GiB.</summary>
    public nuint ArenaSize { get; init; } = 1 << 30;
}
