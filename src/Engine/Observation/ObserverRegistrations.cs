using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What observers want to be told when an image goes, before the unwinder forgets it.</summary>
internal sealed class ObserverRegistrations : IDisposable
{
    private readonly List<IDisposable> _registrations = [];
    private IDisposable? _unwind;

    /// <summary>The memory for a linker that chooses it: gdb cannot write breakpoints into code that is mapped twice, and perf takes such code for a file's.</summary>
    /// <returns><see langword="null"/> where nobody minds.</returns>
    internal static InProcessMemoryOptions? MemoryFor(IReadOnlyList<IImageObserver> observers)
    {
        foreach (IImageObserver observer in observers)
        {
            if (observer is GdbObserver { Refusal: null } or PerfMapObserver { Refusal: null })
            {
                return new InProcessMemoryOptions { Mode = WriteMode.WriteThenExecute };
            }
        }

        return null;
    }

    /// <summary>Tells all observers of an image.</summary>
    /// <param name="observers">At least one.</param>
    /// <param name="image">The image.</param>
    /// <param name="unwind">Its registration with the unwinder, which goes last; stays the caller's when this throws.</param>
    internal static IDisposable? Register(IReadOnlyList<IImageObserver> observers, in ObservedImage image, IDisposable? unwind)
    {
        var registrations = new ObserverRegistrations();
        try
        {
            foreach (IImageObserver observer in observers)
            {
                if (observer.Register(image) is { } registration)
                {
                    registrations._registrations.Add(registration);
                }
            }
        }
        catch
        {
            registrations.Dispose();
            throw;
        }

        registrations._unwind = unwind;
        return registrations._registrations.Count == 0 ? unwind : registrations;
    }

    public void Dispose()
    {
        for (int i = _registrations.Count - 1; i >= 0; i--)
        {
            try
            {
                _registrations[i].Dispose();
            }
            catch (Exception)
            {
                // The image's memory goes whatever an observer thinks of it.
            }
        }

        _unwind?.Dispose();
    }
}
