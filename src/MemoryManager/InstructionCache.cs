using System.Runtime.InteropServices;

namespace Linker.MemoryManager;

/// <summary>Makes written instructions visible to instruction fetches.</summary>
public static class InstructionCache
{
    private static readonly Lazy<nint> ClearCache = new(FindClearCache);

    /// <summary>Needed after code was written or its address used again, before it runs. Nothing on x86, whose caches agree by themselves.</summary>
    /// <param name="address">Where the code will run, an address of this process.</param>
    /// <param name="size">Bytes.</param>
    /// <exception cref="PlatformNotSupportedException">On this machine it is not known how.</exception>
    public static void Flush(ulong address, nuint size)
    {
        if (RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 || size == 0)
        {
            return;
        }

        nint clearCache = ClearCache.Value;
        if (clearCache == 0)
        {
            throw new PlatformNotSupportedException($"The instruction cache of {RuntimeInformation.ProcessArchitecture} cannot be flushed: libgcc_s.so.1 with __clear_cache was not found.");
        }

        // void __clear_cache(void *begin, void *end): two integer registers in every C convention.
        unsafe
        {
            ((delegate* unmanaged<nint, nint, void>)clearCache)((nint)address, (nint)(address + size));
        }
    }

    private static nint FindClearCache() =>
        NativeLibrary.TryLoad("libgcc_s.so.1", out nint library) && NativeLibrary.TryGetExport(library, "__clear_cache", out nint function) ? function : 0;
}
