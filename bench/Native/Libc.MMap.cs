using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Linker.Bench.Native;

/// <summary>The C library's calls, one a file.</summary>
internal static partial class Libc
{
    private const int Private = 2, Anonymous = 0x20, NoReserve = 0x4000;

    /// <summary>Fresh memory that can be read and written.</summary>
    internal static nint Map(nuint size) => Map(size, Protection.Read | Protection.Write, 0);

    /// <summary>Addresses without memory.</summary>
    internal static nint ReserveAddresses(nuint size) => Map(size, Protection.None, NoReserve);

    private static nint Map(nuint size, Protection protection, int flags)
    {
        nint address = MMap(0, size, protection, Private | Anonymous | flags, -1, 0);
        return address != -1 ? address : throw Failure("mmap");
    }

    private static Win32Exception Failure(string call) => new(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>mmap(2). −1 on failure.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MMap(nint address, nuint size, Protection protection, int flags, int file, long offset);
}

/// <summary>PROT_*.</summary>
[Flags]
internal enum Protection
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
}
