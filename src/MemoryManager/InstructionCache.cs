using System.Runtime.InteropServices;
using Linker.MemoryManager.Linux;
using Linker.MemoryManager.MacOS;
using Linker.MemoryManager.Windows;

namespace Linker.MemoryManager;

/// <summary>Makes written instructions visible to instruction fetches.</summary>
/// <remarks>
/// Windows and macOS have a function for it, on every processor. On Linux for AArch64, in this order: the C run time's <c>__clear_cache</c>, else <see cref="Arm64CacheFlush"/>, for the caches; then, for other threads
/// that may have fetched what was at the address before, a context synchronisation on every core that runs one.
/// </remarks>
public static class InstructionCache
{
    private static readonly Lazy<nint> Function = new(FindFunction);

    /// <summary>Needed after code was written or its address used again, before it runs. Nothing on Linux for x86, whose caches agree by themselves.</summary>
    /// <param name="address">Where the code will run, an address of this process.</param>
    /// <param name="size">Bytes.</param>
    /// <exception cref="PlatformNotSupportedException">On this machine it is not known how.</exception>
    public static void Flush(ulong address, nuint size)
    {
        if (OperatingSystem.IsWindows())
        {
            FlushOnWindows(address, size);
            return;
        }

        if (OperatingSystem.IsMacOS())
        {
            LibSystem.SysICacheInvalidate((nint)address, size);
            return;
        }

        if (RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 || size == 0)
        {
            return;
        }

        Flush(Function.Value, address, size);
        CoreSynchronization.Run();
    }

    /// <summary>Calls <c>void function(void *begin, void *end)</c>: two integer registers in every C convention.</summary>
    internal static unsafe void Flush(nint function, ulong address, nuint size) =>
        ((delegate* unmanaged<nint, nint, void>)function)((nint)address, (nint)(address + size));

    /// <summary><c>__clear_cache</c> of libgcc's shared library; 0 where there is none.</summary>
    internal static nint FindClearCache() =>
        NativeLibrary.TryLoad("libgcc_s.so.1", out nint library) && NativeLibrary.TryGetExport(library, "__clear_cache", out nint function) ? function : 0;

    private static void FlushOnWindows(ulong address, nuint size)
    {
        // A size of 0 may stand for everything.
        if (size != 0 && !Kernel32.FlushInstructionCache(Kernel32.ThisProcess, (nint)address, size))
        {
            WindowsFailure.Throw($"FlushInstructionCache of 0x{address:x}, {size} bytes");
        }
    }

    private static nint FindFunction()
    {
        nint function = FindClearCache();
        if (function == 0 && RuntimeInformation.ProcessArchitecture != Architecture.Arm64)
        {
            throw new PlatformNotSupportedException($"The instruction cache of {RuntimeInformation.ProcessArchitecture} cannot be flushed: libgcc_s.so.1 with __clear_cache was not found.");
        }

        return function == 0 ? Arm64CacheFlush.Map() : function;
    }
}
