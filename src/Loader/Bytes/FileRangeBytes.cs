using System.Runtime.CompilerServices;

namespace Linker.Loader;

/// <summary>Ranges that were proved to lie in the file, as bytes.</summary>
internal static class FileRangeBytes
{
    /// <summary>The bytes of a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Slice(this ReadOnlySpan<byte> file, FileRange range) => file.Slice((int)range.Offset, (int)range.Size);
}
