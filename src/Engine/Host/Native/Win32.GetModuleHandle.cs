using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Win32
{
    /// <summary>GetModuleHandle: a library that is loaded already, 0 when it is not.</summary>
    [LibraryImport("kernel32", EntryPoint = "GetModuleHandleW", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint GetModuleHandle(string name);
}
