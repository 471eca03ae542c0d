using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>
/// A library for Windows whose content is a thread-local block: when it is loaded, the system gives the block a number and a copy to every thread, those that run already and those to come.
/// Its entry, which the system calls when threads come and go, passes that on to functions of the image. PE Format, "The .tls Section".
/// </summary>
internal sealed class ThreadLocalDll : IDisposable
{
    /// <summary>What every system gives: that of its heap.</summary>
    private const ulong HeapAlignment = 16;

    private static readonly Lazy<ulong> KnownAlignment = new(MeasureAlignment);
    private static int s_isSwept;

    private readonly string _path;
    private nint _handle;
    private nint _list;

    private ThreadLocalDll(string path, nint handle, uint number)
    {
        _path = path;
        _handle = handle;
        Number = number;
    }

    /// <summary>The number of the block among those of each thread.</summary>
    internal uint Number { get; }

    /// <summary>Gives all threads a block.</summary>
    /// <param name="template">What each block starts as.</param>
    /// <param name="size">Bytes of the block, at least those of the template; the rest is zero.</param>
    /// <param name="alignment">Of the block, in bytes.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="ThreadLocalSpaceException">The system refuses.</exception>
    internal static ThreadLocalDll Load(ReadOnlySpan<byte> template, ulong size, ulong alignment, string fileName)
    {
        // A system that takes no notice of the directory's alignment may still have given this thread an aligned block.
        if (alignment > HeapAlignment && alignment > KnownAlignment.Value)
        {
            throw new ThreadLocalSpaceException($"{fileName}: its thread-local variables want an alignment of {alignment} bytes, and the system gives {KnownAlignment.Value}");
        }

        return LoadFile(template, size, alignment, fileName);
    }

    private static ThreadLocalDll LoadFile(ReadOnlySpan<byte> template, ulong size, ulong alignment, string fileName)
    {
        if (Interlocked.Exchange(ref s_isSwept, 1) == 0)
        {
            Sweep();
        }

        string path = Path.Combine(Path.GetTempPath(), $"linker-tls-{Environment.ProcessId}-{Guid.NewGuid():N}.dll");
        try
        {
            File.WriteAllBytes(path, ThreadLocalDllWriter.Write(template, checked((int)Math.Max(size, 1)), alignment));
            nint handle = NativeLibrary.Load(path);
            return new ThreadLocalDll(path, handle, (uint)Marshal.ReadInt32(handle, ThreadLocalDllWriter.Number));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw new ThreadLocalSpaceException($"{fileName}: the system refuses its {size} bytes of thread-local variables ({e.Message})");
        }
    }

    // A process that ends with its images leaves their files, for nobody can delete the file of a library that is loaded: the next one does. What is younger may be about to be loaded.
    internal static void Sweep()
    {
        foreach (string path in Directory.GetFiles(Path.GetTempPath(), "linker-tls-*.dll"))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddHours(-1))
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is in use.
            }
        }
    }

    /// <summary>What a system gives, judged by blocks for each of which <see cref="ThreadLocalDllWriter.LargestAlignment"/> was asked for: that, or what its heap happens to give.</summary>
    /// <remarks>A block that is aligned to something between was so by luck, and the next thread's may not be.</remarks>
    internal static ulong AlignmentOf(ReadOnlySpan<ulong> blocks)
    {
        foreach (ulong block in blocks)
        {
            if (block == 0 || block % ThreadLocalDllWriter.LargestAlignment != 0)
            {
                return HeapAlignment;
            }
        }

        return ThreadLocalDllWriter.LargestAlignment;
    }

    private static ulong MeasureAlignment()
    {
        // Of two sizes, so that blocks of a heap that takes no notice cannot all be so aligned by lying beside each other.
        const ulong size = 24;
        const int countOfEach = 8;
        var samples = new List<ThreadLocalDll>();
        try
        {
            Span<ulong> blocks = stackalloc ulong[2 * countOfEach];
            for (int i = 0; i < blocks.Length; i++)
            {
                samples.Add(LoadFile([], i < countOfEach ? size : size + HeapAlignment, ThreadLocalDllWriter.LargestAlignment, "the measurement"));
                blocks[i] = (ulong)Marshal.ReadIntPtr(samples[i]._handle, ThreadLocalDllWriter.Sample);
            }

            return AlignmentOf(blocks);
        }
        finally
        {
            samples.ForEach(s => s.Dispose());
        }
    }

    /// <summary>From now on functions are called when a thread begins or ends, and when the process does.</summary>
    /// <param name="functions">PE Format, "TLS Callback Functions".</param>
    /// <param name="image">What they are told as their module.</param>
    internal void Call(ReadOnlySpan<nint> functions, nint image)
    {
        _list = Marshal.AllocHGlobal((functions.Length + 1) * nint.Size);
        for (int i = 0; i < functions.Length; i++)
        {
            Marshal.WriteIntPtr(_list, i * nint.Size, functions[i]);
        }

        Marshal.WriteIntPtr(_list, functions.Length * nint.Size, 0);
        Marshal.WriteIntPtr(_handle, ThreadLocalDllWriter.ImageBase, image);
        Marshal.WriteIntPtr(_handle, ThreadLocalDllWriter.List, _list);
    }

    /// <summary>From now on none is called any more; one that another thread is in has returned when the library is gone.</summary>
    internal void CallNone() => Marshal.WriteIntPtr(_handle, ThreadLocalDllWriter.List, 0);

    /// <summary>Takes the blocks back.</summary>
    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
        {
            return;
        }

        Marshal.WriteIntPtr(handle, ThreadLocalDllWriter.List, 0);
        NativeLibrary.Free(handle);
        Marshal.FreeHGlobal(_list);
        try
        {
            File.Delete(_path);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else has the library open; the file is one of the system's temporary ones.
        }
    }
}
