using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>
/// One object linked by us and by another linker with every section at the same address. Bytes that no relocation touches, and places of symbols and sizes, have to be equal.
/// Tables lie elsewhere in each result, so a place that refers to one is decoded: the slot's content has to be equal. Thread-local sequences are always relaxed in executables:
/// their instructions are left out, and the offset from the thread pointer that stands in them has to be what our slot, or our place, says.
/// </summary>
internal sealed class Comparison : IDisposable
{
    private const ulong FirstSection = 0x40_0000, SectionDistance = 0x4_0000, Externals = 0x500_0000;
    private const uint TlsDescCall = 35;

    private readonly LinkGraph _graph;
    private readonly byte[] _file;
    private readonly RuntimeLinker _linker = new(new LinkerOptions { Memory = new BufferMemoryManager(0x700_0000) });
    private readonly Dictionary<string, ulong> _externals;
    private readonly SortedDictionary<uint, ulong> _addresses = [];
    private readonly LoadedImage _image;
    private readonly HashSet<ulong> _masked = [];
    private ulong _block, _threadPointer;

    internal Comparison(byte[] file, string name)
    {
        _file = file;
        _graph = ObjectReader.Read(file, name);
        _externals = Targets.DefineMissing(_linker, [_graph], Externals);
        PlaceSections();
        _image = _linker.Link(new LinkRequest { Record = true, SectionAddress = (_, id) => _addresses.TryGetValue(id.Index, out ulong address) ? address : null }, _graph);
    }

    public void Dispose() => _linker.Dispose();

    /// <summary>What the other linker said when it refused the object, or <see langword="null"/> when both agree.</summary>
    internal string? With(string linker)
    {
        (LinkedFile? other, string error) = ReferenceLinker.Link(linker, _file, _addresses.OrderBy(a => a.Value).Select(a => (NameOf(a.Key), a.Value)), _externals);
        if (other is null)
        {
            return error;
        }

        _masked.Clear();
        MaskDescriptorCalls();
        foreach (FixupEvent fixup in _image.Record!.Fixups.Where(f => f.Section != ".eh_frame"))
        {
            Check(fixup, other);
        }

        foreach ((uint index, ulong address) in _addresses)
        {
            Section section = _graph.Sections[(int)index];
            if (section.Role == SectionRole.Unwind)
            {
                Assert.Equal(Frames(_image.BytesAt(address, (int)section.Size), address), Frames(other.SectionAt(address), address));
            }
            else
            {
                CheckBytes(section, address, other);
            }
        }

        return null;
    }

    private void PlaceSections()
    {
        ulong next = FirstSection;
        ulong alignment = 1, zeroes = 0;
        foreach (bool zeroFill in new[] { false, true })
        {
            for (uint i = 1; i < _graph.Sections.Length; i++)
            {
                Section section = _graph.Sections[(int)i];
                bool isThreadLocal = (section.Flags & SectionFlags.ThreadLocal) != 0;
                if (section.IsLoaded && !NameOf(i).StartsWith(".note", StringComparison.Ordinal) && (isThreadLocal ? section.IsZeroFill : false) == zeroFill)
                {
                    Assert.DoesNotContain(_addresses.Keys, k => NameOf(k) == NameOf(i));
                    next = zeroFill ? (_threadPointer + section.Alignment - 1) & ~(section.Alignment - 1) : next;
                    _addresses.Add(i, next);
                    if (isThreadLocal)
                    {
                        _block = _block == 0 ? next : _block;
                        _threadPointer = next + section.Size;
                        alignment = Math.Max(alignment, section.Alignment);
                        zeroes += zeroFill ? section.Size : 0;
                    }

                    next += ((section.Size / SectionDistance) + 1) * SectionDistance;
                }
            }
        }

        _threadPointer = (_threadPointer + alignment - 1) & ~(alignment - 1);
    }

    private string NameOf(uint section) => _graph.NameOf(_graph.Sections[(int)section]);

    private void MaskDescriptorCalls()
    {
        foreach (uint index in _addresses.Keys)
        {
            foreach (ref readonly Relocation relocation in _graph.RelocationsOf(new SectionId(index)))
            {
                if (relocation.FormatType == TlsDescCall)
                {
                    Mask(_addresses[index] + relocation.Offset, 0, 2);
                }
            }
        }
    }

    private void Check(FixupEvent fixup, LinkedFile other)
    {
        RelocForm form = RelocTable.For(fixup.Kind);
        int size = form.Field.Size;
        string where = fixup.ToString();
        if (_masked.Contains(fixup.P))
        {
            return;
        }

        long theirs = Targets.Signed(other.BytesAt(fixup.P, size));
        switch (form.Target)
        {
            case Target.GotSlot:
                ulong origin = form.Origin == Origin.Place ? fixup.P : other.Got;
                Assert.True(OurWord(fixup.S) == TheirWord((ulong)(theirs - fixup.A) + origin, other), where);
                break;
            case Target.GotBase:
                Assert.True(other.Got == (ulong)(theirs - fixup.A) + fixup.P, where);
                break;
            case Target.TlsOffsetSlot:
                Mask(fixup.P, 6, 0);
                Assert.True(Sees((long)OurWord(fixup.S), theirs, fixup, other), where);
                break;
            case Target.TlsDescriptorSlots:
                Mask(fixup.P, 6, 0);
                Assert.True((long)OurWord(fixup.S + 8) == theirs, where);
                break;
            case Target.TlsIndexSlots:
                // data16 lea, call: 16 bytes. In the large model lea, movabs, add, call: 22 bytes.
                bool isLarge = _image.Record!.Fixups.Any(f => f.Kind == RelocKind.BranchGotRel64 && f.Section == fixup.Section);
                ulong offset = fixup.P + (isLarge ? 9UL : 8UL);
                Assert.True(Targets.Signed(other.BytesAt(offset, 4)) == (long)(OurWord(fixup.S + 8) + _block - _threadPointer), where);
                Mask(fixup.P, isLarge ? 3UL : 4, isLarge ? 19 : 12);
                break;
            case Target.TlsModuleSlots:
                Mask(fixup.P, 3, 9);
                break;
            default:
                ulong ours = form.Origin switch
                {
                    Origin.Got => fixup.S + (ulong)fixup.A - other.Got,
                    Origin.TlsBlock => (ulong)fixup.X + _block - _threadPointer,
                    _ => (ulong)fixup.X,
                };
                Assert.True(Targets.Signed(BitConverter.GetBytes(ours).AsSpan(0, size)) == theirs, where);
                break;
        }

        Mask(fixup.P, 0, size);
    }

    private bool Sees(long offset, long theirs, in FixupEvent fixup, LinkedFile other) =>
        offset == theirs || (long)TheirWord((ulong)(theirs - fixup.A) + fixup.P, other) == offset;

    private void CheckBytes(in Section section, ulong address, LinkedFile other)
    {
        if (section.IsZeroFill || section.Size == 0)
        {
            return;
        }

        ReadOnlySpan<byte> ours = _image.BytesAt(address, (int)section.Size);
        ReadOnlySpan<byte> theirs = other.BytesAt(address, ours.Length);
        Assert.True(theirs.Length == ours.Length, $"{_graph.NameOf(section)} is not there");
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(ours[i] == theirs[i] || _masked.Contains(address + (ulong)i), $"{_graph.NameOf(section)}+0x{i:x}: {ours[i]:x2} here, {theirs[i]:x2} there");
        }
    }

    // GNU ld takes padding out of call frame records: what they say has to be equal.
    private static List<(ulong Begin, ulong Size, ulong Lsda)> Frames(ReadOnlySpan<byte> bytes, ulong address)
    {
        var frames = new List<(ulong, ulong, ulong)>();
        var reader = new EhFrameReader(bytes, address, "compared");
        while (reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde)
            {
                frames.Add((record.PcBegin, record.PcRange, record.Lsda));
            }
        }

        Assert.NotEmpty(frames);
        return frames;
    }

    private ulong OurWord(ulong address) => Targets.Word(_image.BytesAt(address, 8));

    private static ulong TheirWord(ulong address, LinkedFile other) => Targets.Word(other.BytesAt(address, 8));

    private void Mask(ulong place, ulong before, int after)
    {
        for (ulong i = place - before; i < place + (ulong)after; i++)
        {
            _masked.Add(i);
        }
    }
}
