namespace Linker.Loader.Tests;

/// <summary>What call frame records say of functions behind their prologues: where the caller's frame is, and which registers were saved where. A reading of DWARF's instructions of its own.</summary>
internal static class FrameRules
{
    private const ulong Elsewhere = 1UL << 62;

    /// <summary>What the records that the reader made of compact unwind information say, by offset of the function: <c>cfa = r6 + 16; r6 at -16, r16 at -8</c>.</summary>
    internal static SortedDictionary<long, string> OfAdded(LinkGraph graph)
    {
        var rules = new SortedDictionary<long, string>();
        var id = new SectionId((uint)graph.Sections.Length - 1);
        Assert.Equal("__unwind_dwarf", graph.NameOf(graph.Sections[(int)id.Index]));
        ReadOnlySpan<byte> bytes = graph.ContentOf(id);
        Dictionary<uint, Relocation> places = graph.RelocationsOf(id).ToArray().ToDictionary(r => r.Offset);
        var reader = new EhFrameReader(bytes, Elsewhere, graph.FileName);
        while (reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde)
            {
                var state = new State();
                state.Run(Instructions(bytes.Slice((int)record.CieOffset, 4 + BitConverter.ToInt32(bytes[(int)record.CieOffset..]))));
                state.Run(bytes[(int)EndOfAugmentation(bytes, record)..(int)(record.Offset + record.Size)]);
                rules.Add(places[record.PcBeginOffset].Addend, state.Fullest);
            }
        }

        return rules;
    }

    /// <summary>What the compiler's own records for debuggers say. DWARF 5, section 6.4.1.</summary>
    internal static SortedDictionary<long, string> OfDebugFrame(LinkGraph graph)
    {
        const int CodeOffset = 8, InstructionOffset = 24;
        var rules = new SortedDictionary<long, string>();
        uint index = (uint)Enumerable.Range(1, graph.Sections.Length - 1).First(i => graph.NameOf(graph.Sections[i]) == "__debug_frame");
        ReadOnlySpan<byte> bytes = graph.ContentOf(new SectionId(index));
        Dictionary<uint, Relocation> places = graph.RelocationsOf(new SectionId(index)).ToArray().ToDictionary(r => r.Offset);
        ReadOnlySpan<byte> common = default;
        for (int at = 0, size; at < bytes.Length; at += size)
        {
            size = 4 + BitConverter.ToInt32(bytes[at..]);
            ReadOnlySpan<byte> record = bytes.Slice(at, size);
            if (BitConverter.ToInt32(record[4..]) == -1)
            {
                // All functions of these objects have one.
                Assert.True(common.IsEmpty);
                common = Instructions(record);
                continue;
            }

            Relocation code = places[(uint)(at + CodeOffset)];
            var state = new State();
            state.Run(common);
            state.Run(record[InstructionOffset..]);
            rules.Add((long)graph.Symbols[(int)code.Target.Index].Value + code.Addend, state.Fullest);
        }

        return rules;
    }

    private static ReadOnlySpan<byte> Instructions(ReadOnlySpan<byte> cie)
    {
        int at = 9;
        bool hasAugmentation = cie[at] == (byte)'z', hasSizes = cie[at - 1] >= 4;
        at += cie[at..].IndexOf((byte)0) + 1 + (hasSizes ? 2 : 0);
        Leb128.TryReadUnsigned(cie, ref at, out _);
        Leb128.TryReadSigned(cie, ref at, out long unit);
        Assert.Equal(-8, unit);
        Leb128.TryReadUnsigned(cie, ref at, out _);
        ulong augmentation = 0;
        Assert.True(!hasAugmentation || Leb128.TryReadUnsigned(cie, ref at, out augmentation));
        return cie[(at + (int)augmentation)..];
    }

    private static uint EndOfAugmentation(ReadOnlySpan<byte> bytes, in EhFrameRecord record)
    {
        int at = (int)(record.PcRangeOffset + (record.PcRangeOffset - record.PcBeginOffset));
        Leb128.TryReadUnsigned(bytes, ref at, out ulong augmentation);
        return (uint)at + (uint)augmentation;
    }

    private sealed class State
    {
        private readonly SortedDictionary<ulong, long> _saved = [];
        private readonly Stack<(SortedDictionary<ulong, long>, ulong, long)> _remembered = [];
        private ulong _register;
        private long _offset;
        private int _most = -1;

        /// <summary>The state in which most registers were saved, the last of several.</summary>
        internal string Fullest { get; private set; } = "";

        internal void Run(ReadOnlySpan<byte> code)
        {
            for (int at = 0; at < code.Length;)
            {
                Step(code, ref at);
                if (_saved.Count >= _most)
                {
                    _most = _saved.Count;
                    Fullest = $"cfa = r{_register} + {_offset}; {string.Join(", ", _saved.Select(s => $"r{s.Key} at {s.Value}"))}";
                }
            }
        }

        private void Step(ReadOnlySpan<byte> code, ref int at)
        {
            byte instruction = code[at++];
            switch (instruction & 0xc0)
            {
                case 0x40:
                    return;
                case 0x80:
                    _saved[(ulong)instruction & 0x3f] = -8 * Number(code, ref at);
                    return;
                case 0xc0:
                    _saved.Remove((ulong)instruction & 0x3f);
                    return;
            }

            switch (instruction)
            {
                case 0x00:
                    return;
                case 0x02 or 0x03 or 0x04:
                    at += 1 << (instruction - 2);
                    return;
                case 0x05:
                    _saved[(ulong)Number(code, ref at)] = -8 * Number(code, ref at);
                    return;
                case 0x06:
                    _saved.Remove((ulong)Number(code, ref at));
                    return;
                case 0x0a:
                    _remembered.Push((new(_saved), _register, _offset));
                    return;
                case 0x0b:
                    (SortedDictionary<ulong, long> saved, _register, _offset) = _remembered.Pop();
                    _saved.Clear();
                    foreach ((ulong register, long offset) in saved)
                    {
                        _saved.Add(register, offset);
                    }

                    return;
                case 0x0c:
                    (_register, _offset) = ((ulong)Number(code, ref at), Number(code, ref at));
                    return;
                case 0x0d:
                    _register = (ulong)Number(code, ref at);
                    return;
                case 0x0e:
                    _offset = Number(code, ref at);
                    return;
                case 0x2e:
                    Number(code, ref at);
                    return;
                default:
                    Assert.Fail($"0x{instruction:x2} is no instruction that compilers write");
                    return;
            }
        }

        private static long Number(ReadOnlySpan<byte> code, ref int at)
        {
            Leb128.TryReadUnsigned(code, ref at, out ulong value);
            return (long)value;
        }
    }
}
