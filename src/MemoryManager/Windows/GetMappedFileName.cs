using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>What GetCurrentProcess returns.</summary>
    internal const nint ThisProcess = -1;

    /// <summary>GetMappedFileNameW (psapi.h). The number of characters, 0 where no file lies behind the address.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "K32GetMappedFileNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial uint GetMappedFileName(nint process, nint address, [Out] char[] name, uint size);
}
