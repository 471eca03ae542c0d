using Linker.Loader;

namespace Linker.Engine;

public sealed partial class LoadedImage
{
    private readonly StackMapContent? _stackMapContent;
    private StackMaps? _stackMaps;
    private PatchPoint[]? _patchPoints;

    /// <summary>What compilers say of values at instructions of the image, with the addresses that its functions have in the target. Read when it is first asked for; empty where the objects have no stack maps.</summary>
    /// <remarks>Functions that the image does not have, because another object's copy is used or nothing leads to them, are at address 0.</remarks>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    /// <exception cref="ObjectFormatException">The sections for them do not hold stack maps of the version that is known.</exception>
    public StackMaps StackMaps
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _stackMaps ??= _stackMapContent?.Read((address, bytes) => Read(address, bytes), Name) ?? StackMaps.Empty;
        }
    }

    /// <summary>What <see cref="LinkRequest.PatchPoints"/> asked for, in the order of the records.</summary>
    public IReadOnlyList<PatchPoint> PatchPoints
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _patchPoints ?? Interlocked.CompareExchange(ref _patchPoints, [.. (_stackMapContent?.Sites ?? []).Select(site => new PatchPoint(this, in site))], null) ?? _patchPoints;
        }
    }

    internal void ThrowIfNotHere()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfElsewhere();
    }
}
