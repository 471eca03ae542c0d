using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    /// <summary>dlvsym(3): dlsym for one version of a name.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlvsym", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint VSym(nint handle, string name, string version);
}
