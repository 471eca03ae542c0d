using System.Runtime.InteropServices;

namespace Linker.Bench.Llvm;

/// <summary>The functions of <c>direct/exports.cpp</c>: LLVM's linkers without ORC, for which there is no C interface.</summary>
internal sealed unsafe class DirectLibrary
{
    internal readonly delegate* unmanaged<int, int, ulong, nint> Create;
    internal readonly delegate* unmanaged<nint, DirectObject*, nuint, int, ulong*, int> Link;
    internal readonly delegate* unmanaged<nint, void> RemoveLast;
    internal readonly delegate* unmanaged<nint, nint> Error;
    internal readonly delegate* unmanaged<nint, void> Dispose;

    private DirectLibrary(nint library)
    {
        Create = (delegate* unmanaged<int, int, ulong, nint>)NativeLibrary.GetExport(library, "peer_create");
        Link = (delegate* unmanaged<nint, DirectObject*, nuint, int, ulong*, int>)NativeLibrary.GetExport(library, "peer_link");
        RemoveLast = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "peer_remove_last");
        Error = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "peer_error");
        Dispose = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "peer_dispose");
    }

    /// <summary>Loads what <c>inputs.sh</c> builds where LLVM's C++ headers are; <see langword="null"/> where it did not.</summary>
    internal static DirectLibrary? TryLoad(string path) => NativeLibrary.TryLoad(Path.GetFullPath(path), out nint library) ? new DirectLibrary(library) : null;
}

/// <summary>PeerObject of <c>direct/peer.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DirectObject
{
    internal byte* Bytes; // bytes
    internal nuint Size;  // size
    internal byte* Name;  // name
    internal byte* Entry; // entry
}
