using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

/// <summary>Functions of dlfcn.h, one a file.</summary>
internal static partial class Dl
{
    internal const int Now = 2, Global = 0x100;

    /// <summary>dlopen(3).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string? path, int flags);
}
