using System.Runtime.InteropServices;
using Linker.Cli.Output;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Cli.Measure;

/// <summary>Compares an image in this process's memory with the object it was made from: each byte is the file's, a fixup's, a slot's or a stub's, or zero.</summary>
/// <remarks>
/// What a fixup writes is recomputed: A is the object's, P the section's address plus the offset, and X the sum of the numbers that the record has. What slots and stubs hold is not looked at.
/// </remarks>
/// <param name="graph">The only object of the link.</param>
/// <param name="image">Linked with <see cref="LinkRequest.Record"/>, not initialised.</param>
internal sealed class ImageCheck(LinkGraph graph, LoadedImage image)
{
    private const int Chunk = 1 << 16;

    private readonly LinkRecord _record = image.Record!;
    private readonly HashSet<int> _loaded = [.. image.Record!.Sections.Select(s => s.Index)];
    private readonly byte[] _bytes = new byte[Chunk];

    // The entries of function tables, which stand together in the image, sorted.
    private readonly List<byte[]> _entries = [];
    private ulong _table = ulong.MaxValue;

    // Fixups are recorded in the order in which they are made.
    private int _nextFixup;

    /// <summary>What differs first, and where; <see langword="null"/> when nothing does.</summary>
    internal string? FindDifference() => MissingSection() ?? WrongContent(isThreadLocal: true) ?? WrongContent(isThreadLocal: false) ?? WrongTable() ?? NotZero();

    private string? MissingSection()
    {
        for (int i = 1; i < graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[i];

            // One of a COMDAT may be there once already, and what is linked to such a section goes with it.
            bool mayGo = section.Comdat >= 0 || section.LinkedTo.Index != 0 || (section.Flags & SectionFlags.Exclude) != 0;
            if (section.IsLoaded && !mayGo && !_loaded.Contains(i))
            {
                return $"{graph.NameOf(section)} is not in the image";
            }
        }

        return null;
    }

    private string? WrongContent(bool isThreadLocal)
    {
        foreach (SectionEvent loaded in _record.Sections)
        {
            ref readonly Section section = ref graph.Sections[loaded.Index];
            if ((section.Flags & SectionFlags.ThreadLocal) != 0 == isThreadLocal && !section.IsZeroFill && WrongContent(loaded, in section) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string? WrongContent(SectionEvent loaded, in Section section)
    {
        // Of call frame records what lies behind the end is not loaded.
        bool isWhole = loaded.Size == section.Size || (section.Role == SectionRole.Unwind && loaded.Size < section.Size);
        if (!isWhole || !IsInSegment(loaded.Address, loaded.Size))
        {
            return $"{loaded.Name} has 0x{section.Size:x} bytes, and 0x{loaded.Size:x} at 0x{loaded.Address:x} {(isWhole ? "in no segment" : "in the image")}";
        }

        byte[] expected = graph.ContentOf(new SectionId((uint)loaded.Index))[..(int)loaded.Size].ToArray();
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(new SectionId((uint)loaded.Index)))
        {
            Field field = RelocTable.For(relocation.Kind).Field;
            int size = field.Size;
            if (size == 0 || relocation.Offset + (ulong)size > loaded.Size)
            {
                continue;
            }

            // The frame record of a function that was dropped gets zero, and that is no fixup.
            if (!TryTake(loaded.Address + relocation.Offset, in relocation, out long x) && !(section.Role == SectionRole.Unwind && IsDropped(relocation.Target)))
            {
                return $"{loaded.Name}+0x{relocation.Offset:x}: {graph.TypeNameOf(in relocation)}: the next fixup that was recorded is another one";
            }

            field.Insert(ref expected[relocation.Offset], x);
        }

        if (section.Role != SectionRole.FunctionTable)
        {
            return Compare(loaded, expected);
        }

        _table = Math.Min(_table, loaded.Address);
        _entries.AddRange(expected.Chunk(MachineAbi.For(graph.Machine).FunctionEntrySize));
        return null;
    }

    // PE Format, "The .pdata Section": by address of the function, which comes first in an entry.
    private string? WrongTable()
    {
        ulong address = _table;
        foreach (byte[] entry in _entries.OrderBy(e => MemoryMarshal.Read<uint>(e)))
        {
            if (!Read(address, entry.Length).SequenceEqual(entry))
            {
                return $"the function table at 0x{_table:x} has other entries, or another order, from 0x{address:x} on";
            }

            address += (uint)entry.Length;
        }

        return null;
    }

    private bool IsDropped(SymbolId target) =>
        graph.Symbols[(int)target.Index] is { Binding: SymbolBinding.Local, Place: SymbolPlace.Section } symbol && !_loaded.Contains((int)symbol.Section.Index);

    /// <summary>The value of the next fixup, if it is the one of this relocation.</summary>
    private bool TryTake(ulong p, in Relocation relocation, out long x)
    {
        x = 0;
        if (_nextFixup == _record.Fixups.Count)
        {
            return false;
        }

        FixupEvent fixup = _record.Fixups[_nextFixup];
        bool isOrigin = RelocTable.For(relocation.Kind).Origin != Origin.Place || fixup.O == p;
        if (fixup.P != p || fixup.Kind != relocation.Kind || fixup.A != relocation.Addend || !isOrigin)
        {
            return false;
        }

        _nextFixup++;
        x = Patch.Compute(in RelocTable.For(relocation.Kind), fixup.S, fixup.A, fixup.O);
        return true;
    }

    private string? Compare(SectionEvent loaded, byte[] expected)
    {
        for (int done = 0; done < expected.Length;)
        {
            ReadOnlySpan<byte> wanted = expected.AsSpan(done, Math.Min(Chunk, expected.Length - done));
            ReadOnlySpan<byte> found = Read(loaded.Address + (ulong)done, wanted.Length);
            int same = found.CommonPrefixLength(wanted);
            if (same < wanted.Length)
            {
                return $"{loaded.Name}+0x{done + same:x}{PlaceAt(loaded.Index, done + same)}: 0x{found[same]:x2} is in the image, and it should be 0x{wanted[same]:x2}";
            }

            done += wanted.Length;
        }

        return null;
    }

    private string PlaceAt(int section, int offset)
    {
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(new SectionId((uint)section)))
        {
            if ((uint)offset - relocation.Offset < RelocTable.For(relocation.Kind).Field.Size)
            {
                return $": in the place of {graph.TypeNameOf(in relocation)} at +0x{relocation.Offset:x}";
            }
        }

        return "";
    }

    /// <summary>Zero-fill, padding and what nobody uses of the tables.</summary>
    private string? NotZero()
    {
        (ulong Start, ulong End)[] used = UsedRanges();
        int next = 0;
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            ulong cursor = segment.TargetAddress, end = segment.TargetAddress + segment.Size;
            for (; next < used.Length && used[next].End <= end; next++)
            {
                if (used[next].Start < cursor)
                {
                    return $"0x{used[next].Start:x}: two contents share this address";
                }

                if (NotZero(cursor, used[next].Start) is { } difference)
                {
                    return difference;
                }

                cursor = used[next].End;
            }

            if (NotZero(cursor, end) is { } atEnd)
            {
                return atEnd;
            }
        }

        return next == used.Length ? null : $"0x{used[next].Start:x}: this slot or stub is in no segment";
    }

    private (ulong Start, ulong End)[] UsedRanges()
    {
        IEnumerable<(ulong Start, ulong Size)> sections = _record.Sections.Where(s => !graph.Sections[s.Index].IsZeroFill && s.Size > 0).Select(s => (s.Address, s.Size));
        IEnumerable<(ulong Start, ulong Size)> slots = _record.Slots.Select(s => (s.Address, s.Purpose is "TLS index" or "TLS module" or "TLS descriptor" ? 16UL : 8));
        IEnumerable<(ulong Start, ulong Size)> stubs = _record.Stubs.Select(s => (s.Address, (ulong)StubCode.SizeFor(graph.Machine)));
        return [.. sections.Concat(slots).Concat(stubs).OrderBy(r => r.Start).Select(r => (r.Start, r.Start + r.Size))];
    }

    private string? NotZero(ulong start, ulong end)
    {
        while (start < end)
        {
            ReadOnlySpan<byte> found = Read(start, (int)Math.Min(Chunk, end - start));
            int zeroes = found.IndexOfAnyExcept((byte)0);
            if (zeroes >= 0)
            {
                return $"{WhereIs(start + (ulong)zeroes)}: 0x{found[zeroes]:x2} is in the image, and it should be zero";
            }

            start += (ulong)found.Length;
        }

        return null;
    }

    private string WhereIs(ulong address)
    {
        SectionEvent section = _record.Sections.LastOrDefault(s => graph.Sections[s.Index].IsZeroFill && address - s.Address < s.Size);
        return section.Name is { } name ? $"{name}+0x{address - section.Address:x}" : $"{Report.Hex(address)}, where no section is";
    }

    private bool IsInSegment(ulong address, ulong size)
    {
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            ulong offset = address - segment.TargetAddress;
            if (offset <= segment.Size && size <= segment.Size - offset)
            {
                return true;
            }
        }

        return false;
    }

    // Of a sealed image the target addresses can be read; its working bytes are gone.
    private ReadOnlySpan<byte> Read(ulong address, int size)
    {
        Marshal.Copy((nint)address, _bytes, 0, size);
        return _bytes.AsSpan(0, size);
    }
}
