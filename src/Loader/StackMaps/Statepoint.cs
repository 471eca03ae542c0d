using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>What a statepoint's record says: a call at which objects may move, and values may be taken over by an interpreter.</summary>
public readonly ref struct Statepoint
{
    private const int FixedCount = 3;

    private Statepoint(long callingConvention, long flags, ReadOnlySpan<StackMapLocation> deopt, ReadOnlySpan<StackMapLocation> pointers, ReadOnlySpan<StackMapLocation> allocas)
    {
        CallingConvention = callingConvention;
        Flags = flags;
        Deopt = deopt;
        Pointers = MemoryMarshal.Cast<StackMapLocation, StatepointPointer>(pointers);
        Allocas = allocas;
    }

    /// <summary>LLVM's number of the call's convention; 0 is that of C.</summary>
    public long CallingConvention { get; }

    /// <summary>LLVM's flags: 1 marks a transition to code that the collector does not wait for, 2 a call after whose return the values in <see cref="Deopt"/> are not looked at.</summary>
    public long Flags { get; }

    /// <summary>What an interpreter that takes over needs, in the order of the compiler's input.</summary>
    public ReadOnlySpan<StackMapLocation> Deopt { get; }

    /// <summary>Pointers to objects that are live across the call: where they are, to be read and written.</summary>
    public ReadOnlySpan<StatepointPointer> Pointers { get; }

    /// <summary>Addresses of local variables that may hold pointers to objects.</summary>
    public ReadOnlySpan<StackMapLocation> Allocas { get; }

    internal static bool TryRead(StackMaps maps, ReadOnlySpan<StackMapLocation> locations, out Statepoint statepoint)
    {
        statepoint = default;
        if (locations.Length < FixedCount || !IsConstant(locations[0]) || !IsConstant(locations[1]) || !IsConstant(locations[2]))
        {
            return false;
        }

        long deopt = maps.ValueOf(in locations[2]);
        ReadOnlySpan<StackMapLocation> rest = locations[FixedCount..];
        if (deopt < 0 || deopt > rest.Length)
        {
            return false;
        }

        // Variables come last and are addresses; no pointer to an object is one. So their number, which is not written down, follows.
        ReadOnlySpan<StackMapLocation> pointers = rest[(int)deopt..];
        int end = pointers.Length;
        while (end > 0 && pointers[end - 1].Kind == StackMapLocationKind.Direct)
        {
            end--;
        }

        if (end % 2 != 0)
        {
            return false;
        }

        statepoint = new Statepoint(maps.ValueOf(in locations[0]), maps.ValueOf(in locations[1]), rest[..(int)deopt], pointers[..end], pointers[end..]);
        return true;
    }

    private static bool IsConstant(in StackMapLocation location) => location.Kind is StackMapLocationKind.Constant or StackMapLocationKind.ConstantIndex;
}

/// <summary>A pointer that a collector has to find and may change.</summary>
/// <param name="Base">Where the pointer to the object's start is.</param>
/// <param name="Derived">Where the pointer into the object is, which moves as far as the base does; the same location where they are one.</param>
public readonly record struct StatepointPointer(StackMapLocation Base, StackMapLocation Derived);
