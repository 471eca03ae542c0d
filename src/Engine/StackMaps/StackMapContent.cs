using Linker.Loader;

namespace Linker.Engine;

/// <summary>Stack maps as content of an image: where they lie, and the patch points that were made from them.</summary>
/// <param name="Ranges">Address and size of each section, in the image's order.</param>
/// <param name="Sites">What the link was asked for.</param>
internal sealed record StackMapContent((ulong Address, int Size)[] Ranges, PatchSite[] Sites)
{
    // Tables count on it.
    private const int Alignment = 8;

    /// <summary>What an image has, before anything is known of patch points; <see langword="null"/> when it has none.</summary>
    internal static StackMapContent? Of(Binding binding, PendingImage image)
    {
        if (!image.Layout.HasStackMaps)
        {
            return null;
        }

        List<(ulong, int)> ranges = [];
        foreach (ref readonly LoadedSection loaded in image.Layout.Loaded)
        {
            if (binding.Graphs[loaded.Graph].Sections[(int)loaded.Section.Index].Role == SectionRole.StackMaps)
            {
                ranges.Add((image.AddressOf(loaded.Place), (int)loaded.Size));
            }
        }

        return new StackMapContent([.. ranges], []);
    }

    /// <summary>Reads all of the image's tables, as if they were one section.</summary>
    /// <param name="copy">Copies what lies at an address.</param>
    /// <param name="name">The image's.</param>
    /// <exception cref="ObjectFormatException">They are not stack maps.</exception>
    internal StackMaps Read(CopyBytes copy, string name)
    {
        long size = 0;
        foreach ((_, int length) in Ranges)
        {
            size += AlignedTo8(length);
        }

        if (size > Array.MaxLength)
        {
            throw new InsufficientMemoryException($"The stack maps of {name} take {size} bytes.");
        }

        byte[] bytes = new byte[size];
        long offset = 0;
        foreach ((ulong address, int length) in Ranges)
        {
            copy(address, bytes.AsSpan((int)offset, length));
            offset += AlignedTo8(length);
        }

        return StackMapReader.Read(bytes, name);
    }

    private static long AlignedTo8(int size) => ((long)size + Alignment - 1) & -Alignment;

    /// <summary>Copies the image's bytes from an address on.</summary>
    internal delegate void CopyBytes(ulong address, Span<byte> bytes);
}
