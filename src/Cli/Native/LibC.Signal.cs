using System.Runtime.InteropServices;

namespace Linker.Cli.Native;

internal static partial class LibC
{
    /// <summary>SIG_DFL.</summary>
    internal const nint DefaultAction = 0;

    /// <summary>signal(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "signal")]
    internal static partial nint Signal(int number, nint action);
}
