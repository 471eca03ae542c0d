using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.SegmentBuilder;

namespace Linker.Engine;

internal sealed partial class ImageLayout
{
    private void LayOutPinned(LinkRequest request, TablePlan tables)
    {
        if (_classes[SectionClass.Pinned].IsEmpty)
        {
            return;
        }

        KeptSection[] pinned = _classes[SectionClass.Pinned].ToArray();
        ulong AddressOf(KeptSection kept) => request.SectionAddress!(_binding.Graphs[kept.Graph], kept.Section)!.Value;
        foreach (KeptSection kept in pinned.Where(p => !IsThreadLocal(p)))
        {
            Pin(kept, AddressOf(kept));
        }

        // One thread-local section with an address draws the others after it, as one block.
        ulong start = 0, end = 0;
        foreach (KeptSection kept in pinned.Where(IsThreadLocal).OrderBy(AddressOf))
        {
            ulong address = AddressOf(kept);
            if (TlsSize == 0)
            {
                start = end = address;
                TlsTemplate = new SectionPlace(_segments.Count, 0);
            }

            Pin(kept, address);
            end = Math.Max(end, Past(address, SectionOf(kept).Size));
            TlsAlignment = Math.Max(TlsAlignment, SectionOf(kept).Alignment);
            TlsSize = Math.Max(1, end - start);
        }

        KeptSection[] others = TlsSize > 0 && end > 0 ? [.. _classes[SectionClass.TlsData], .. _classes[SectionClass.TlsZero]] : [];
        foreach (KeptSection kept in others)
        {
            ulong address = Align(end, SectionOf(kept).Alignment);
            Pin(kept, address);
            end = Past(address, SectionOf(kept).Size);
            TlsAlignment = Math.Max(TlsAlignment, SectionOf(kept).Alignment);
            TlsSize = end - start;
        }

        AddPinnedIslands(pinned, AddressOf, tables.StubsSize);
    }

    // Behind each piece of code, where no other piece is: whatever is far from it, its stubs are not.
    private void AddPinnedIslands(KeptSection[] pinned, Func<KeptSection, ulong> addressOf, ulong size)
    {
        foreach (KeptSection kept in size == 0 ? [] : pinned.Where(p => (SectionOf(p).Flags & SectionFlags.Execute) != 0))
        {
            ulong address = Align(Past(addressOf(kept), SectionOf(kept).Size), (ulong)StubCode.SizeFor(_binding.Machine));
            if (address <= ulong.MaxValue - size && !_segments.Items.ToArray().Any(s => s.Address is { } at && at < address + size && address < at + Math.Max(s.Size, 1)))
            {
                _islands.Add(new SectionPlace(_segments.Count, 0));
                _segments.Add(new SegmentRequest((nuint)size, 1, PageAccess.Read | PageAccess.Execute | Guard(), address));
            }
        }
    }

    private void Pin(KeptSection kept, ulong address)
    {
        ref readonly Section section = ref SectionOf(kept);

        // Thread-local zero-fill has addresses but no memory: what follows may lie at the same addresses.
        ulong size = section.IsZeroFill && IsThreadLocal(kept) ? 0 : section.Size;
        Place(kept, new SectionPlace(_segments.Count, 0), section.Size);
        _segments.Add(new SegmentRequest((nuint)size, 1, SectionClasses.AccessOf(in section) | (section.Flags.HasFlag(SectionFlags.Execute) ? Guard() : PageAccess.None), address));
    }

    /// <summary>The address after a range of the target's address space.</summary>
    private static ulong Past(ulong address, ulong size) => size <= ulong.MaxValue - address
        ? address + size
        : throw new InsufficientMemoryException($"{size} bytes at 0x{address:x} reach past the address space.");
}
