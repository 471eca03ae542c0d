using System.Buffers.Binary;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>
/// Descriptors of thread-local variables in Mach-O: the function that finds the calling thread's variable, a key for that function, the variable's offset in the template. Apple's mach-o/loader.h,
/// <c>S_THREAD_LOCAL_VARIABLES</c>. In this process the function is this library's own, and the key is where two slots are: a function and its argument, which give the distance from the thread pointer
/// to the image's block.
/// </summary>
internal static class ThreadVariables
{
    private const int Size = 24, KeyOffset = 8;

    /// <summary>Whether a link has descriptors.</summary>
    internal static bool Exist(Binding binding)
    {
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            ReadOnlySpan<Section> sections = binding.Graphs[g].Sections;
            foreach (SectionId id in binding.KeptSections(g))
            {
                if (sections[(int)id.Index].Role == SectionRole.ThreadVariables)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Writes the keys, where there are slots for them.</summary>
    internal static void Write(Binding binding, TablePlan tables, PendingImage image)
    {
        if (tables.ThreadBlockSlot < 0)
        {
            return;
        }

        ulong key = image.GotAddress + tables.Slots[tables.ThreadBlockSlot].Offset;
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            if (binding.Graphs[loaded.Graph].Sections[(int)loaded.Section.Index].Role == SectionRole.ThreadVariables)
            {
                Span<byte> descriptors = image.Bytes(loaded.Place, (int)loaded.Size);
                for (int at = 0; at + Size <= descriptors.Length; at += Size)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(descriptors[(at + KeyOffset)..], key);
                }
            }
        }
    }
}
