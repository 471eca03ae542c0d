namespace Linker.Engine;

public sealed partial class LoadedImage
{
    // Under the linker's gate, but for the count of dependents, which a link raises.
    private int _dependentCount;
    private int _handleCount;
    private bool _isGivenUp;
    private bool _hasOrphans;
    private int _disposingThread;
    private volatile bool _isDisposed;

    /// <summary>Whether nothing of the image is left.</summary>
    internal bool IsReleased { get; private set; }

    /// <summary>Whether this thread is in the middle of disposing the image: one of its finalisers called back.</summary>
    internal bool IsBeingDisposedHere => _isDisposed && _disposingThread == Environment.CurrentManagedThreadId;

    /// <summary>Whether a handle of the client's keeps it.</summary>
    internal bool HasHandles => _handleCount > 0;

    /// <summary>Whether it outlives its linker for now; of <see cref="RuntimeLinker"/>, which alone reads and writes it.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Whether it only waits for leases to end: nothing that stays refers to what it refers to.</summary>
    internal bool IsRetired { get; set; }

    /// <summary>Who leads the image's stubs elsewhere, if they are stubs; told when the image is gone.</summary>
    internal IStubOwner? StubOwner { get; set; }

    /// <summary>Keeps the image, and those that it uses, whatever becomes of their owners: its code, data and call frame records stay until the handle is disposed, also when the linker or the engine is disposed before.</summary>
    /// <exception cref="ObjectDisposedException">The image is gone, or only waits for those that use it.</exception>
    public CodeHandle Keep()
    {
        lock (_linker.Gate)
        {
            ObjectDisposedException.ThrowIf(_isGivenUp && _handleCount == 0, this);
            _handleCount++;
            return new CodeHandle(this);
        }
    }

    /// <summary>Undoes everything, in reverse: handlers and finalisers run, the unwinder forgets the image, thread-local storage and memory go. While a <see cref="CodeHandle"/> keeps the image, that is put off, and only its names are gone for other links.</summary>
    /// <exception cref="InvalidOperationException">A live image depends on this one; the message names it.</exception>
    public void Dispose()
    {
        lock (_linker.Gate)
        {
            if (_isGivenUp)
            {
                return;
            }

            if (_dependentCount > 0)
            {
                throw new InvalidOperationException($"{Name} is in use by {string.Join(", ", _linker.DependentsOf(this).Select(d => d.Name))}: dispose those first.");
            }

            GiveUp();
        }

        ReleaseIfFree();
    }

    /// <summary>As <see cref="Dispose"/>, but put off also while other images use this one.</summary>
    internal void Abandon()
    {
        lock (_linker.Gate)
        {
            GiveUp();
        }

        ReleaseIfFree();
    }

    /// <summary>Its owner has no claim to it any more, and no link finds it. Under the gate.</summary>
    internal void GiveUp()
    {
        _isGivenUp = true;
        _linker.Images.Remove(this);
    }

    /// <summary>Releases the image, if it is given up and nobody holds it, and then those of which it was the last user.</summary>
    internal void ReleaseIfFree()
    {
        lock (_linker.Gate)
        {
            if (!_isGivenUp || _isDisposed || _handleCount > 0 || _dependentCount > 0)
            {
                return;
            }

            _isDisposed = true;
            _disposingThread = Environment.CurrentManagedThreadId;
            if (!RunsCode)
            {
                Release();
            }
        }

        if (!IsReleased)
        {
            RunFinalizers();
        }

        if (_hasOrphans)
        {
            foreach (LoadedImage dependency in _dependencies)
            {
                dependency.ReleaseIfFree();
            }
        }
    }

    /// <summary>A handle is gone.</summary>
    internal void Drop()
    {
        bool isOrphan;
        lock (_linker.Gate)
        {
            _handleCount--;
            isOrphan = _linker.IsDisposed;
        }

        if (isOrphan)
        {
            // A finaliser's handle: whoever runs the finaliser goes on with what is left.
            _ = _linker.TryReleaseUnkept();
        }
        else
        {
            ReleaseIfFree();
        }
    }

    /// <summary>Whether code of others runs when the image goes: its own handlers, the C library's destructors. The linker's gate is open then.</summary>
    private bool RunsCode => (_isInitialized != 0 && _dsoHandle != 0) || _tls.Library is not null;

    private void RunFinalizers()
    {
        if (_isInitialized != 0 && _dsoHandle != 0)
        {
            _initializers!.Finalize(_dsoHandle, _tls);
        }

        _tls.Dispose();
        lock (_linker.Gate)
        {
            Release();
        }
    }

    private void Release()
    {
        _unwind?.Dispose();
        _pages.Dispose();
        _linker.Forget(this);
        foreach (LoadedImage dependency in _dependencies)
        {
            _hasOrphans |= Interlocked.Decrement(ref dependency._dependentCount) == 0 && dependency._isGivenUp;
        }

        IsReleased = true;
        StubOwner?.Forget();
    }
}
