namespace Linker.Engine;

public sealed partial class RuntimeLinker
{
    /// <summary>What an address in the code of a live image belongs to; see <see cref="LoadedImage.Locate(nint)"/>. Looks at one image after the other; images may come and go meanwhile.</summary>
    /// <param name="address">Absolute address in the target.</param>
    /// <returns><see langword="null"/> when it is not in an image's code.</returns>
    public CodeLocation? Locate(nint address) => Locate([address], 0)[0];

    /// <summary>A stack trace: what the calls belong to that return to some addresses, such as those that <c>backtrace(3)</c> gives. A call that does not return may be the last of its function, so each is looked for one byte before.</summary>
    /// <param name="returnAddresses">Absolute addresses in the target.</param>
    /// <returns>One for each address, <see langword="null"/> where it is not in an image's code. Offsets are those of the return addresses, lines those of the calls.</returns>
    public IReadOnlyList<CodeLocation?> LocateCalls(params ReadOnlySpan<nint> returnAddresses) => Locate(returnAddresses, 1);

    private CodeLocation?[] Locate(ReadOnlySpan<nint> addresses, uint back)
    {
        var found = new (LoadedImage? Image, ulong Segment)[addresses.Length];
        lock (Gate)
        {
            for (LoadedImage? image = _latest; image is not null; image = image.Earlier)
            {
                for (int i = 0; i < found.Length; i++)
                {
                    if (image.HasCodeAt((ulong)addresses[i] - back, out ulong segment))
                    {
                        found[i] = (image, segment);
                    }
                }
            }
        }

        // The gate is open while objects are read, and what is read does not go with the images.
        var locations = new CodeLocation?[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            CodeLocation? location = found[i].Image?.Locate((ulong)addresses[i] - back, found[i].Segment);
            locations[i] = back == 0 || location is null ? location : location with { Offset = location.Offset + back };
        }

        return locations;
    }
}
