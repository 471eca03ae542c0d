using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>FlushInstructionCache (processthreadsapi.h). For all processors that run threads of the process.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "FlushInstructionCache", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool FlushInstructionCache(nint process, nint address, nuint size);
}
