namespace Linker.Cli.Measure;

/// <summary>What linking one object costs: medians over all rounds.</summary>
/// <param name="Name">The object.</param>
/// <param name="Size">Of the object, in bytes.</param>
/// <param name="RelocationCount">Relocations of its loaded sections.</param>
/// <param name="TotalTime">All phases of a round, in nanoseconds; the median of sums, not the sum of medians.</param>
/// <param name="ReadTime">Bytes to graph, in nanoseconds.</param>
/// <param name="LinkTime">Graph to sealed image, in nanoseconds.</param>
/// <param name="DisposeTime">In nanoseconds.</param>
/// <param name="AllocatedSize">Managed memory allocated in a round, in bytes.</param>
/// <param name="IsBound">Whether the image was really tied to this process: call frames registered, thread-local storage taken, indirect functions resolved.</param>
internal sealed record Measurement(
    string Name, long Size, int RelocationCount, long TotalTime, long ReadTime, long LinkTime, long DisposeTime, long AllocatedSize, bool IsBound);
