using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Windows;

/// <summary>The C run time of the system, whose state the process has once.</summary>
internal static class UniversalRunTime
{
    private static readonly nint Handle = NativeLibrary.Load("ucrtbase.dll");

    /// <summary>Address of one of its functions, 0 when it has none of that name.</summary>
    internal static nint Find(string name) => NativeLibrary.TryGetExport(Handle, name, out nint address) ? address : 0;
}
