using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>A copy of an object that was read, to be changed.</summary>
internal static class ElfCopy
{
    /// <summary>The bytes of a section's header; the graph was read from this table, so they are there.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="section">The number of the section.</param>
    internal static Span<byte> HeaderOf(Span<byte> file, int section)
    {
        ulong table = MemoryMarshal.Read<ElfHeader>(file[ElfIdentity.IdentSize..]).SectionOffset;
        return file.Slice((int)table + (section * Unsafe.SizeOf<ElfSectionHeader>()), Unsafe.SizeOf<ElfSectionHeader>());
    }
}
