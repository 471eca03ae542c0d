using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Linker.Loader;

/// <summary>The cold paths of reading: evidence becomes the one exception, out of line, so that the checks stay small.</summary>
internal static class Throw
{
    /// <summary>Something is wrong with a structure; the index says which of a table, −1 that there is one only.</summary>
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Format(string fileName, string structure, long index, ulong offset, ulong value, string problem) =>
        throw new ObjectFormatException(fileName, index < 0 ? structure : $"{structure} {index}", offset, value, problem);

    /// <summary>A structure reaches past the end of the bytes that should hold it.</summary>
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Truncated(string fileName, string structure, long index, ulong offset, ulong size, int available) =>
        Format(fileName, structure, index, offset, size, $"0x{size:x} bytes are claimed, but the file ends at 0x{available:x}");

    /// <summary>A table's byte count would not fit 64 bits.</summary>
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void TooMany(string fileName, string structure, ulong offset, ulong count) =>
        Format(fileName, structure, -1, offset, count, $"{count} entries cannot fit the file");
}
