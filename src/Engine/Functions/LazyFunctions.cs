using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Functions that are made when they are first called: their stubs lead to entries of the <see cref="LazyGate"/>, which asks for the function and goes there with the call as it was. From then on the stub leads to the
/// function itself. Any number of threads may call first: one makes the function, the others wait for it.
/// </summary>
/// <remarks>
/// <para>The function is made on the thread that calls it, on its stack. The call must be one that may come back to managed code: not one that suppresses the transition of the garbage collector.</para>
/// <para>A function that cannot be made is not there for the calls that were waiting for it: each asks the failure's policy where to go instead. The next call tries again. A function that is called by its own making, in whatever
/// roundabout way over functions and threads that wait for them, is such a failure. What work that was handed to other threads calls is not known here.</para>
/// <para>Dispose when no thread can call through an entry any more: the entries, and what they lead to, are gone then. Stubs that lead to one still do.</para>
/// </remarks>
internal sealed unsafe class LazyFunctions : IDisposable
{
    private readonly StubImage _stubs;
    private readonly Func<int, nint> _resolve;
    private readonly Func<LazyFailure, nint>? _onFailure;
    private readonly Func<bool>? _isHoldingUp;
    private readonly bool[] _isMadeAgain;
    private readonly LazyAttempt?[] _attempts;
    private readonly LoadedImage _image;
    private readonly nint _entries;
    private readonly int _entrySize;
    private GCHandle<LazyFunctions> _self;

    /// <summary>Makes all stubs of an image lead to the gate.</summary>
    /// <param name="linker">That the stubs are of.</param>
    /// <param name="stubs">What is called.</param>
    /// <param name="resolve">Makes the function of an index, and gives its address. It is called on any thread, for a function at a time from one, for different functions at the same time. It may throw.</param>
    /// <param name="onFailure">Gives the address that a call goes to whose function could not be made. It must not throw. Without it, the process ends, and says why: no exception can go through the caller's frames.</param>
    /// <param name="placement">Where the entries go; anywhere by default.</param>
    /// <param name="isHoldingUp">Whether this thread, one at a time, holds up those that make functions. It does not wait for them, then, but makes the function once more; whoever comes first is right.</param>
    internal LazyFunctions(
        RuntimeLinker linker, StubImage stubs, Func<int, nint> resolve, Func<LazyFailure, nint>? onFailure = null, Placement? placement = null, Func<bool>? isHoldingUp = null)
    {
        _stubs = stubs;
        _resolve = resolve;
        _onFailure = onFailure;
        _isHoldingUp = isHoldingUp;
        _isMadeAgain = new bool[stubs.Count];
        _attempts = new LazyAttempt?[stubs.Count];
        _self = new GCHandle<LazyFunctions>(this);
        try
        {
            _image = LinkEntries(linker, stubs, placement, LazyGate.Address, GCHandle<LazyFunctions>.ToIntPtr(_self), out _entries, out _entrySize);
        }
        catch
        {
            _self.Dispose();
            throw;
        }

        for (int i = 0; i < stubs.Count; i++)
        {
            stubs.SetTarget(i, EntryOf(i));
        }
    }

    /// <summary>What the stubs lead to until their functions are made.</summary>
    internal LoadedImage Image => _image;

    /// <summary>Where a function's stub leads until the function is made. A stub that is led there again makes the function again at its next call.</summary>
    internal nint EntryOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_stubs.Count, nameof(index));
        return _entries + (index * _entrySize);
    }

    /// <summary>Makes a function without a call, or waits for who makes it; at once if its stub leads to it already.</summary>
    /// <returns>Its address.</returns>
    /// <exception cref="InvalidOperationException">It cannot be made.</exception>
    internal nint Make(int index)
    {
        (nint target, Exception? failure) = Find(index);
        return failure is null ? target : throw new InvalidOperationException($"'{_stubs.Names[index]}' cannot be made: {failure.Message}", failure);
    }

    /// <summary>Forgets the entries.</summary>
    public void Dispose()
    {
        if (_self.IsAllocated)
        {
            _image.Dispose();
            _self.Dispose();
        }
    }

    private static LoadedImage LinkEntries(RuntimeLinker linker, StubImage stubs, Placement? placement, nint gate, nint owner, out nint entries, out int entrySize)
    {
        Machine machine = RuntimeLinker.MachineOfProcess!.Value;
        var records = new Record[stubs.Count];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new Record { Gate = gate, Resolver = (nint)(delegate* unmanaged<Record*, nint>)&Resolve, Owner = owner, Index = i };
        }

        ReadOnlySpan<byte> code = LazyGate.EntryCodeFor(machine);
        entrySize = code.Length;
        using LinkGraph graph = SyntheticGraph.Table(
            $"lazy {stubs.Image.Name}", RuntimeLinker.FormatOfProcess, machine, code, LazyGate.EntryFixupsFor(machine), MemoryMarshal.AsBytes(records.AsSpan()), [], records.Length);
        LoadedImage image = linker.Link(LinkRequest.Unpublished with { Placement = placement }, graph);
        entries = 0;
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            entries = (segment.Access & PageAccess.Execute) != 0 ? (nint)segment.TargetAddress : entries;
        }

        return image;
    }

    // The gate asks. No exception may leave: there are frames of native code behind this one.
    [UnmanagedCallersOnly]
    private static nint Resolve(Record* record)
    {
        string? name = null;
        try
        {
            LazyFunctions owner = GCHandle<LazyFunctions>.FromIntPtr(record->Owner).Target;
            int index = (int)record->Index;
            name = owner._stubs.Names[index];
            (nint target, Exception? failure) = owner.Find(index);
            if (failure is not null)
            {
                target = owner._onFailure?.Invoke(new LazyFailure(name, failure)) ?? 0;
            }

            if (target == 0)
            {
                End(name, failure);
            }

            return target;
        }
        catch (Exception e)
        {
            End(name, e);
            return 0;
        }
    }

    private static void End(string? name, Exception? failure) => Environment.FailFast($"'{name}' was called and cannot be made: {failure}", failure);

    private (nint Target, Exception? Failure) Find(int index)
    {
        nint entry = EntryOf(index), target = _stubs.Target(index);
        if (target != entry)
        {
            // Somebody was faster, or the owner has led the stub elsewhere.
            return (target, null);
        }

        var own = new LazyAttempt();
        if (Interlocked.CompareExchange(ref _attempts[index], own, null) is { } other)
        {
            return other.IsOurs || _isHoldingUp?.Invoke() is not true ? other.Result() : MakeAgain(index, entry);
        }

        (target, Exception? failure) = MakeNow(index, entry);

        // The stub is led to the function first, so that whoever begins another attempt sees that none is needed.
        Volatile.Write(ref _attempts[index], null);
        own.Complete(target, failure);
        return (target, failure);
    }

    private (nint Target, Exception? Failure) MakeAgain(int index, nint entry)
    {
        if (_isMadeAgain[index])
        {
            return (0, LazyAttempt.Circle());
        }

        _isMadeAgain[index] = true;
        (nint Target, Exception? Failure) result = MakeNow(index, entry);
        _isMadeAgain[index] = false;
        return result;
    }

    private (nint Target, Exception? Failure) MakeNow(int index, nint entry)
    {
        try
        {
            // An attempt may have been over between the first look and the exchange.
            nint target = _stubs.Target(index);
            target = target == entry ? _resolve(index) : target;
            if (target == 0 || target == entry || target == _stubs.AddressOf(index))
            {
                throw new InvalidOperationException(target == 0 ? "it was made and has no address" : "what was made leads back to its own stub");
            }

            // An owner that has led the stub elsewhere meanwhile knows better.
            nint led = _stubs.CompareExchangeTarget(index, target, entry);
            return (led == entry ? target : led, null);
        }
        catch (Exception e)
        {
            return (0, e);
        }
    }

    /// <summary>What an entry hands to the gate; the gate knows the first two.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Record
    {
        internal nint Gate;
        internal nint Resolver;
        internal nint Owner;
        internal nint Index;
    }
}
