using Linker.Bench.Inputs;

namespace Linker.Bench.Measure;

/// <summary>What was measured of one input. Times are in microseconds a link.</summary>
/// <param name="Input">What was linked.</param>
/// <param name="Own">This linker's time.</param>
/// <param name="Copy">Of copying into memory that is there.</param>
/// <param name="MappedCopy">Of copying into fresh memory and giving it back.</param>
/// <param name="Peers">LLVM's linkers' times through ORC.</param>
/// <param name="Direct">LLVM's linkers' times without ORC: first with their own memory managers, then with memory that is reused.</param>
/// <param name="AllocatedSize">Managed memory that this linker allocates, in bytes.</param>
/// <param name="ExportCount">Names that an image exports.</param>
/// <param name="SampleCount">Of this linker.</param>
internal sealed record Row(Input Input, double Own, double Copy, double MappedCopy, IReadOnlyList<PeerTime> Peers, IReadOnlyList<PeerTime> Direct, long AllocatedSize, int ExportCount, int SampleCount)
{
    private const long OfLink = 2048, OfRelocation = 24, OfExport = 64;

    /// <summary>The budget of managed memory.</summary>
    internal long AllocationBudget => OfLink + (OfRelocation * Input.RelocationCount / Input.LinkCount) + (OfExport * ExportCount);

    /// <summary>The peer that is fastest without what ORC adds.</summary>
    internal PeerTime? Fastest => Peers.Where(p => p.Net is not null).MinBy(p => p.Net);

    /// <summary>How many times faster this linker is than the fastest peer without what ORC adds.</summary>
    internal double? NetRatio => Fastest?.Net / Own;

    /// <summary>How many times faster this linker is than the fastest peer through ORC.</summary>
    internal double? RawRatio => Peers.Min(p => p.Raw) / Own;

    /// <summary>How many times faster this linker is than the fastest peer without ORC.</summary>
    internal double? DirectRatio => Direct.Take(Direct.Count / 2).Min(p => p.Raw) / Own;

    /// <summary>The same with peers that pay nothing to the system.</summary>
    internal double? ReusingRatio => Direct.Skip(Direct.Count / 2).Min(p => p.Raw) / Own;

    /// <summary>This linker against copying.</summary>
    internal double FloorRatio => Own / Copy;
}

/// <summary>One peer's times for one input.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Raw">Through ORC; none where the peer refuses the input.</param>
/// <param name="Overhead">The same round with as many objects that have nothing to link.</param>
/// <param name="Refusal">Why the peer refuses the input.</param>
internal sealed record PeerTime(string Name, double? Raw, double? Overhead, string? Refusal)
{
    /// <summary>What is left of the time without what ORC adds.</summary>
    internal double? Net => Raw - Overhead;
}
