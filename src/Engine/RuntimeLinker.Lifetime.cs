namespace Linker.Engine;

public sealed partial class RuntimeLinker
{
    private LoadedImage? _latest;

    /// <summary>Whether the linker is gone; images may have stayed. Under the gate.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>
    /// Disposes all images, the last linked first, then the memory that the linker owns. Waits for images that other threads are disposing. Images that a <see cref="CodeHandle"/> keeps stay, and what they use, and the
    /// memory goes with the last of them.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called by a finaliser of one of the images.</exception>
    public void Dispose()
    {
        lock (Gate)
        {
            IsDisposed = true;
            for (LoadedImage? image = _latest; image is not null; image = image.Earlier)
            {
                image.GiveUp();
            }
        }

        if (TryReleaseUnkept() is { } finalized)
        {
            throw new InvalidOperationException($"A finaliser of {finalized.Name} disposes the linker that is disposing {finalized.Name}.");
        }
    }

    /// <summary>Releases all images of a linker that is gone but those that handles keep, and its memory when none is left.</summary>
    /// <returns><see langword="null"/>, or the image whose finaliser is calling, before which nothing can be done.</returns>
    internal LoadedImage? TryReleaseUnkept()
    {
        var wait = new SpinWait();
        while (true)
        {
            List<LoadedImage> unkept;
            lock (Gate)
            {
                unkept = Unkept();
                if (unkept.Count == 0)
                {
                    if (_latest is null)
                    {
                        _ownMemory?.Dispose();
                    }

                    return null;
                }
            }

            // Those that use others were linked after them.
            foreach (LoadedImage image in unkept)
            {
                while (!image.IsReleased)
                {
                    if (image.IsBeingDisposedHere)
                    {
                        return image;
                    }

                    image.ReleaseIfFree();
                    if (!image.IsReleased)
                    {
                        wait.SpinOnce();
                    }
                }
            }
        }
    }

    // The latest first. What has no handle gets none any more; so once unkept, an image stays so.
    private List<LoadedImage> Unkept()
    {
        var kept = new Stack<LoadedImage>();
        var unkept = new List<LoadedImage>();
        for (LoadedImage? image = _latest; image is not null; image = image.Earlier)
        {
            image.IsKept = image.HasHandles;
            if (image.IsKept)
            {
                kept.Push(image);
            }
        }

        while (kept.TryPop(out LoadedImage? image))
        {
            foreach (LoadedImage other in image.StubOwner is { } owner ? image.Dependencies.Concat(owner.LeadsTo) : image.Dependencies)
            {
                if (!other.IsKept)
                {
                    other.IsKept = true;
                    kept.Push(other);
                }
            }
        }

        for (LoadedImage? image = _latest; image is not null; image = image.Earlier)
        {
            if (!image.IsKept)
            {
                unkept.Add(image);
            }
        }

        return unkept;
    }

    internal void Forget(LoadedImage image)
    {
        if (image.Later is { } later)
        {
            later.Earlier = image.Earlier;
        }
        else
        {
            _latest = image.Earlier;
        }

        if (image.Earlier is { } earlier)
        {
            earlier.Later = image.Later;
        }

        // Who still has the image keeps none of the others alive.
        image.Earlier = image.Later = null;
    }

    /// <summary>The live images that use another one. Only messages ask.</summary>
    internal IEnumerable<LoadedImage> DependentsOf(LoadedImage image)
    {
        for (LoadedImage? other = _latest; other is not null; other = other.Earlier)
        {
            if (other.Dependencies.Contains(image))
            {
                yield return other;
            }
        }
    }

    /// <summary>The live images that use another one, at this moment.</summary>
    internal LoadedImage[] UsersOf(LoadedImage image)
    {
        lock (Gate)
        {
            return [.. DependentsOf(image)];
        }
    }
}
