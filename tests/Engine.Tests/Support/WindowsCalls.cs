using System.Runtime.InteropServices;

namespace Linker.Engine.Tests.Windows;

/// <summary>What the tests ask Windows themselves.</summary>
internal static partial class WindowsCalls
{
    [LibraryImport("ntdll")]
    internal static partial nint RtlLookupFunctionEntry(ulong address, out ulong imageBase, nint history);
}
