using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>CloseHandle (handleapi.h).</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "CloseHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool CloseHandle(nint handle);
}
