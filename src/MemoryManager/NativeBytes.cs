using System.Runtime.InteropServices;

namespace Linker.MemoryManager;

/// <summary>Native memory by address.</summary>
internal static unsafe class NativeBytes
{
    /// <summary>The caller owns <paramref name="size"/> bytes there.</summary>
    internal static Span<byte> At(nint address, nuint size) => new((void*)address, (int)size);

    /// <summary>Zeros. Large blocks come from the system untouched and take memory only where they are written.</summary>
    internal static nint AllocateZeroed(nuint size) => (nint)NativeMemory.AllocZeroed(size);

    internal static void Free(nint address) => NativeMemory.Free((void*)address);

    /// <summary>The caller owns <paramref name="size"/> writable bytes there.</summary>
    internal static void Clear(nint address, nuint size) => NativeMemory.Clear((void*)address, size);
}
