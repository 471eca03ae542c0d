namespace Linker.Bench.Measure;

/// <summary>How long measuring may take.</summary>
/// <param name="WarmUp">For this linker's code to be compiled for good, before each row.</param>
/// <param name="Input">For the rounds of one row.</param>
/// <param name="Sample">The shortest time that is taken at once; short rounds are repeated until they fill it.</param>
/// <param name="MinimumSamples">Taken even where they need longer than <paramref name="Input"/>.</param>
/// <param name="MaximumSamples">Enough for a median.</param>
/// <param name="LongSamples">Enough of rounds that take half a second and more.</param>
internal sealed record Budget(TimeSpan WarmUp, TimeSpan Input, TimeSpan Sample, int MinimumSamples, int MaximumSamples, int LongSamples)
{
    internal static Budget Full { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(1), 7, 301, 2);

    internal static Budget Quick { get; } = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(0.2), 1, 11, 1);
}
