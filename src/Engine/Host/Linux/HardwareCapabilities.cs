using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Linux;

/// <summary>What resolvers of indirect functions are told of the processor: the C library's <c>__ifunc_arg_t</c> (AArch64, sys/ifunc.h). Resolvers of machines that tell them nothing do not look.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct HardwareCapabilities
{
    // Says in the first argument that there is a second: _IFUNC_ARG_HWCAP.
    private const ulong HasMore = 1UL << 62;

    // Its own size in bytes comes first.
    private ulong _size;
    private ulong _first;
    private ulong _second;
    private ulong _third;
    private ulong _fourth;

    /// <summary>The first argument of a resolver.</summary>
    internal readonly ulong Flags => _first | HasMore;

    /// <summary>This process's.</summary>
    internal static HardwareCapabilities OfProcess { get; } = new()
    {
        _size = (ulong)Marshal.SizeOf<HardwareCapabilities>(),
        _first = Posix.GetAuxVal(16),  // AT_HWCAP
        _second = Posix.GetAuxVal(26), // AT_HWCAP2
        _third = Posix.GetAuxVal(29),  // AT_HWCAP3
        _fourth = Posix.GetAuxVal(30), // AT_HWCAP4
    };
}
