namespace Linker.Cli.Measure;

/// <summary>What linking one object costs: medians over all rounds.</summary>
/// <param name="Name">The object.</param>
/// <param name="Size">Of the object, in bytes.</param>
/// <param name="RelocationCount">Relocations of its loaded sections.</param>
/// <param name="ExportCount">Names that its image exports.</param>
internal sealed record Measurement(string Name, long Size, int RelocationCount, int ExportCount)
{
    /// <summary>All phases of a round, in nanoseconds; the median of sums, not the sum of medians.</summary>
    internal required long TotalTime { get; init; }

    /// <summary>Bytes to graph, in nanoseconds.</summary>
    internal required long ReadTime { get; init; }

    /// <summary>Graph to sealed image, in nanoseconds.</summary>
    internal required long LinkTime { get; init; }

    /// <summary>Graph and image, in nanoseconds.</summary>
    internal required long DisposeTime { get; init; }

    /// <summary>Managed memory allocated in a round, in bytes; exact.</summary>
    internal required long AllocatedSize { get; init; }

    /// <summary>Managed memory allocated in the round that allocated most. Steady when it equals <see cref="AllocatedSize"/>.</summary>
    internal required long MostAllocatedSize { get; init; }

    /// <summary>Managed memory that a link of this object may allocate: 2 KB, 24 bytes a relocation, 64 an exported symbol; nothing for local symbols.</summary>
    internal long AllocationBudget => 2048 + (24L * RelocationCount) + (64L * ExportCount);

    /// <summary>Whether the image was really tied to this process: call frames registered, thread-local storage taken, indirect functions resolved.</summary>
    internal required bool IsBound { get; init; }

    /// <summary>What in the image is not as the object and the link's record say, and where; <see langword="null"/> when everything is.</summary>
    internal required string? Difference { get; init; }
}
