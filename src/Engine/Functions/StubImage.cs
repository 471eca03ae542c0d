using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Functions that lead elsewhere: each is a stub that jumps through a slot, and the slot may be given another target at any time, while any number of threads call. The stubs are exported by an image
/// like any other, which stays, so that whoever has a stub's address has the function's address for good.
/// </summary>
/// <remarks>
/// A stub reads its slot with one load that nothing tears: a call goes to the target before a change or to the one behind it. What a thread wrote before it set a target (the code there, its tables) is
/// complete for whoever reads the slot and looks behind it: setting is a release. On AArch64 a jump orders no loads behind it, so that a processor may have read ahead what the target reads of addresses that it knows by itself. The slots
/// stand in pages of data, never in a block with code.
/// </remarks>
internal sealed unsafe class StubImage : IDisposable
{
    private readonly nint* _slots;
    private readonly nint _stubs;
    private readonly int _stubSize;

    private StubImage(LoadedImage image, IReadOnlyList<string> names, int stubSize)
    {
        Image = image;
        Names = names;
        Count = names.Count;
        _stubSize = stubSize;

        // There is nothing else in either segment.
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            if ((segment.Access & PageAccess.Execute) != 0)
            {
                _stubs = (nint)segment.TargetAddress;
            }
            else if ((segment.Access & PageAccess.Write) != 0)
            {
                _slots = (nint*)segment.TargetAddress;
            }
        }
    }

    /// <summary>The image that exports the stubs. An image that refers to one of them depends on it.</summary>
    internal LoadedImage Image { get; }

    /// <summary>The stubs' names, by index.</summary>
    internal IReadOnlyList<string> Names { get; }

    internal int Count { get; }

    /// <summary>Links stubs, in one image.</summary>
    /// <param name="linker">In this process.</param>
    /// <param name="names">Of the stubs, as in an object of the process's format, each once.</param>
    /// <param name="targets">Where each leads first, or where all of them do.</param>
    /// <param name="isPublished">Whether other links find the names by themselves, as those of any image.</param>
    /// <param name="placement">Where the stubs go; anywhere by default.</param>
    internal static StubImage For(RuntimeLinker linker, IReadOnlyList<string> names, ReadOnlySpan<nint> targets, bool isPublished = false, Placement? placement = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count);
        if (targets.Length != names.Count && targets.Length != 1)
        {
            throw new ArgumentException($"{names.Count} stubs have 1 target or {names.Count}, not {targets.Length}.", nameof(targets));
        }

        Machine machine = RuntimeLinker.MachineOfProcess ?? throw new PlatformNotSupportedException($"There is no stub for {RuntimeInformation.ProcessArchitecture}.");
        nint[]? all = null;
        if (targets.Length != names.Count)
        {
            all = new nint[names.Count];
            Array.Fill(all, targets[0]);
        }

        string name = names.Count == 1 ? $"stub of {names[0]}" : $"stubs of {names[0]} and {names.Count - 1} more";
        using LinkGraph graph = SyntheticGraph.Table(
            name, RuntimeLinker.FormatOfProcess, machine, StubCode.CodeFor(machine), StubCode.FixupsFor(machine), MemoryMarshal.AsBytes(all ?? targets), names, names.Count);
        return new StubImage(linker.Link(LinkRequest.Default with { IsPublished = isPublished, Placement = placement }, graph), names, StubCode.SizeFor(machine));
    }

    /// <summary>The function's address, for good.</summary>
    internal nint AddressOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _stubs + (index * _stubSize);
    }

    /// <summary>Where a stub leads.</summary>
    internal nint Target(int index) => Volatile.Read(ref Slot(index));

    /// <summary>Makes a stub lead elsewhere. Calls that have jumped already stay where they are.</summary>
    internal void SetTarget(int index, nint target) => Volatile.Write(ref Slot(index), target);

    /// <summary>Makes a stub lead elsewhere if it leads where the caller says.</summary>
    /// <returns>Where it led.</returns>
    internal nint CompareExchangeTarget(int index, nint target, nint comparand) => Interlocked.CompareExchange(ref Slot(index), target, comparand);

    /// <summary>Makes a stub lead elsewhere, and says where it led: nobody else gets the same answer, so whoever does may let that target go.</summary>
    internal nint ExchangeTarget(int index, nint target) => Interlocked.Exchange(ref Slot(index), target);

    /// <inheritdoc cref="LoadedImage.Dispose"/>
    public void Dispose() => Image.Dispose();

    private ref nint Slot(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _slots[index];
    }
}
