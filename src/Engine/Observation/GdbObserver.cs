using System.ComponentModel;
using Linker.Engine.Host.Linux;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Shows images to gdb, through the interface that it has for code made at run time: breakpoints, backtraces with files and lines, variables, stepping.</summary>
/// <remarks>
/// <para>For processes on Linux. gdb may be there from the start or attach later. Of ELF objects it sees what the compiler wrote about them (<c>-g</c>), of all others the names of their functions.
/// An object is copied for it, and stays so until its image goes.</para>
/// <para>gdb cannot write breakpoints into code that is mapped twice (<see cref="WriteMode.DualMapping"/>). A linker or engine that owns its memory and has this observer uses <see cref="WriteMode.WriteThenExecute"/>
/// therefore; who gives the memory decides for themselves.</para>
/// <para>While gdb is there, it stops the process for each object that comes or goes, and takes the longer the more it has already: some milliseconds while it has no more than a thousand. So no more than <see cref="Limit"/>
/// objects are shown at a time, those that come first. Where nobody debugs, an object costs its copy.</para>
/// <para>gdb does not find thread-local variables of images.</para>
/// </remarks>
public sealed class GdbObserver : IImageObserver
{
    private int _count;

    /// <summary>Loads what gdb looks for into the process, once.</summary>
    public GdbObserver()
    {
        if (!OperatingSystem.IsLinux() || RuntimeLinker.MachineOfProcess is null)
        {
            Refusal = "gdb is shown code on Linux x86-64 and AArch64 only";
            return;
        }

        try
        {
            GdbInterface.Load();
        }
        catch (Exception e) when (e is Win32Exception or DllNotFoundException)
        {
            Refusal = e.Message;
        }
    }

    /// <summary>Why gdb is shown nothing, for a person to read; <see langword="null"/> when it is.</summary>
    public string? Refusal { get; }

    /// <summary>The most objects to show at a time.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>How many objects are shown now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Shows an image of this process to gdb, or as much of it as <see cref="Limit"/> leaves room for.</summary>
    public IDisposable? Register(ObservedImage image)
    {
        if (Refusal is not null || !image.IsInProcess || image.Segments.IsEmpty)
        {
            return null;
        }

        var shown = new Shown(this);
        try
        {
            shown.Show(in image);
        }
        catch
        {
            shown.Dispose();
            throw;
        }

        return shown;
    }

    /// <summary>The objects of one image.</summary>
    private sealed class Shown(GdbObserver observer) : IDisposable
    {
        private readonly List<nint> _entries = [];
        private int _places;

        internal void Show(in ObservedImage image)
        {
            var areCopied = new bool[image.Objects.Length];
            for (int i = 0; i < areCopied.Length; i++)
            {
                areCopied[i] = GdbObject.CanCopy(image.Objects[i]);
                if (areCopied[i] && TryTakePlace())
                {
                    _entries.Add(GdbInterface.Register(GdbObject.Copy(in image, i)));
                }
            }

            if (areCopied.Contains(false) && TryTakePlace())
            {
                _entries.Add(GdbInterface.Register(GdbSymbols.Write(in image, areCopied)));
            }
        }

        public void Dispose()
        {
            for (int i = _entries.Count - 1; i >= 0; i--)
            {
                GdbInterface.Unregister(_entries[i]);
            }

            Interlocked.Add(ref observer._count, -_places);
        }

        private bool TryTakePlace()
        {
            if (Interlocked.Increment(ref observer._count) > observer.Limit)
            {
                Interlocked.Decrement(ref observer._count);
                return false;
            }

            _places++;
            return true;
        }
    }
}
