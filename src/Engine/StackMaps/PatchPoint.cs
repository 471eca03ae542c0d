using Linker.Loader;

namespace Linker.Engine;

/// <summary>A place in an image's code that calls what its slot holds. The code itself never changes, so the target may be replaced while other threads run it.</summary>
public sealed unsafe class PatchPoint
{
    private readonly LoadedImage _image;
    private readonly nint _slot;

    internal PatchPoint(LoadedImage image, in PatchSite site)
    {
        _image = image;
        _slot = (nint)site.SlotAddress;
        Id = site.Id;
        Record = site.Record;
        Address = (nint)site.Address;
        ReturnAddress = (nint)site.ReturnAddress;
    }

    /// <summary>The number that the compiler was given. Where code was copied, several patch points have it.</summary>
    public ulong Id { get; }

    /// <summary>What <see cref="LoadedImage.StackMaps"/> says of it: where arguments, result and other values are, and which registers the target has to preserve.</summary>
    public StackMapRecordId Record { get; }

    /// <summary>Where the call stands, in the target.</summary>
    public nint Address { get; }

    /// <summary>Where the call returns: what a walker of stacks finds in the frame of the function that was called.</summary>
    public nint ReturnAddress { get; }

    /// <summary>
    /// The function that is called. It follows the calling convention that the patch point was compiled for: with <c>anyregcc</c> it takes its arguments where the record says and preserves every register but
    /// that of the result, r11 on x86-64, x16, x17 and the link register on AArch64; with C's it is a function as any other. A thread that is on its way to the old target still arrives there: that has to stay
    /// until no thread can be in it.
    /// </summary>
    /// <remarks>
    /// Read and written as a whole, and written after everything that this thread wrote to memory before: code and data that were there before are complete for whoever reads the target and looks behind it. On AArch64 a processor may
    /// have read ahead what the called function reads of addresses that it knows by itself; where that was written just before, <see cref="Interlocked.MemoryBarrierProcessWide"/> ahead of the new target keeps it from doing so.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    public nint Target
    {
        get
        {
            _image.ThrowIfNotHere();
            return Volatile.Read(ref *(nint*)_slot);
        }

        set
        {
            _image.ThrowIfNotHere();
            ArgumentOutOfRangeException.ThrowIfZero(value);
            Volatile.Write(ref *(nint*)_slot, value);
        }
    }

    /// <summary>Replaces the target unless another thread has done so meanwhile.</summary>
    /// <param name="target">The new one.</param>
    /// <param name="expected">What it has to be before.</param>
    /// <returns>Whether it was, and is replaced.</returns>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    public bool TryReplace(nint target, nint expected)
    {
        _image.ThrowIfNotHere();
        ArgumentOutOfRangeException.ThrowIfZero(target);
        return Interlocked.CompareExchange(ref *(nint*)_slot, target, expected) == expected;
    }
}
