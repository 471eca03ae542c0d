using System.Buffers.Binary;
using System.Text;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Writes the smallest ELF shared object that owns a thread-local block: one loadable segment (readable, writable, not executable), PT_TLS, PT_DYNAMIC, PT_GNU_STACK, a symbol for the block, and
/// dynamic relocations for the words asked for. gABI chapters 4 and 5; ELF Handling For Thread-Local Storage §3.
/// </summary>
internal sealed class TlsLibraryWriter : IDisposable
{
    private const int HeaderSize = 64, SegmentSize = 56, SymbolSize = 24, RelocationSize = 24;
    private const int PageSize = 0x10000;

    private readonly Machine _machine;
    private readonly ulong _size;
    private readonly ulong _alignment;
    private readonly bool _isStatic;
    private readonly List<TlsRequest> _requests;
    private readonly byte[] _template;
    private readonly List<string> _names = [];
    private readonly MemoryStream _out = new();

    internal TlsLibraryWriter(Machine machine, string blockName, ReadOnlySpan<byte> template, ulong size, ulong alignment, bool isStatic, List<TlsRequest> requests)
    {
        _machine = machine;
        _template = template.ToArray();
        _size = size;
        _alignment = alignment;
        _isStatic = isStatic;
        _requests = requests;
        _names.Add(blockName);
        foreach (TlsRequest request in requests)
        {
            if (request.Name is { } name && !_names.Contains(name))
            {
                _names.Add(name);
            }
        }
    }

    /// <summary>Where the words of the requests are, from the load address: two for each.</summary>
    internal int WordsOffset { get; private set; }

    internal byte[] Write()
    {
        bool hasBlock = _size > 0;
        int segments = hasBlock ? 4 : 3;
        _out.SetLength(HeaderSize + (segments * SegmentSize));
        _out.Position = _out.Length;

        byte[] strings = Encoding.UTF8.GetBytes("\0" + string.Join('\0', _names) + "\0");
        int symbols = Append(Symbols(hasBlock), 8);
        int stringTable = Append(strings, 1);

        // One chain with the one defined symbol; the undefined ones must not be found by anybody.
        int symbolCount = _names.Count + 1;
        byte[] hash = new byte[4 * (3 + symbolCount)];
        Span<int> header = [1, symbolCount, hasBlock ? 1 : 0];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(header).CopyTo(hash);
        int hashTable = Append(hash, 8);

        WordsOffset = Append(new byte[_requests.Count * 16], 16);
        byte[] relocationBytes = Relocations();
        int relocations = Append(relocationBytes, 8);
        int template = Append(_template, (int)Math.Min(_alignment, PageSize));
        int dynamic = Append(Dynamic(hashTable, stringTable, strings.Length, symbols, relocations, relocationBytes.Length), 8);
        byte[] file = _out.ToArray();
        WriteHeaders(file, segments, template, dynamic);
        return file;
    }

    public void Dispose() => _out.Dispose();

    private byte[] Symbols(bool hasBlock)
    {
        byte[] table = new byte[SymbolSize * (_names.Count + 1)];
        int name = 1;
        for (int i = 0; i < _names.Count; i++)
        {
            Span<byte> symbol = table.AsSpan(SymbolSize * (i + 1));
            BinaryPrimitives.WriteInt32LittleEndian(symbol, name); // st_name
            symbol[4] = 0x16;                                      // st_info: STB_GLOBAL, STT_TLS
            symbol[6] = (byte)(i == 0 && hasBlock ? 1 : 0);        // st_shndx: any section but SHN_UNDEF
            name += Encoding.UTF8.GetByteCount(_names[i]) + 1;
        }

        return table;
    }

    private byte[] Relocations()
    {
        using var table = new MemoryStream();
        using var writer = new BinaryWriter(table);
        for (int i = 0; i < _requests.Count; i++)
        {
            TlsRequest request = _requests[i];
            ulong symbol = request.Name is null ? 0 : (ulong)_names.IndexOf(request.Name) + 1;
            ulong place = (ulong)(WordsOffset + (i * 16));
            switch (request.Kind)
            {
                case SlotKind.TlsModule:
                    Relocation(writer, place, symbol, ModuleType, 0);
                    break;
                case SlotKind.TlsIndex:
                    Relocation(writer, place, symbol, ModuleType, 0);
                    Relocation(writer, place + 8, symbol, BlockOffsetType, request.Offset);
                    break;
                case SlotKind.TlsOffset:
                    Relocation(writer, place, symbol, ThreadOffsetType, request.Offset);
                    break;
                default:
                    Relocation(writer, place, symbol, DescriptorType, request.Offset);
                    break;
            }
        }

        return table.ToArray();
    }

    // R_X86_64_DTPMOD64 and R_AARCH64_TLS_DTPMOD; then DTPOFF64, TLS_DTPREL; TPOFF64, TLS_TPREL; TLSDESC.
    private ulong ModuleType => _machine == Machine.X64 ? 16u : 1028u;

    private ulong BlockOffsetType => _machine == Machine.X64 ? 17u : 1029u;

    private ulong ThreadOffsetType => _machine == Machine.X64 ? 18u : 1030u;

    private ulong DescriptorType => _machine == Machine.X64 ? 36u : 1031u;

    private static void Relocation(BinaryWriter writer, ulong place, ulong symbol, ulong type, ulong addend)
    {
        writer.Write(place);                  // r_offset
        writer.Write((symbol << 32) | type);  // r_info
        writer.Write(addend);                 // r_addend
    }

    private byte[] Dynamic(int hash, int strings, int stringsSize, int symbols, int relocations, int relocationsSize)
    {
        const long flagStaticTls = 0x10;
        ReadOnlySpan<long> entries =
        [
            4, hash,                            // DT_HASH
            5, strings,                         // DT_STRTAB
            6, symbols,                         // DT_SYMTAB
            10, stringsSize,                    // DT_STRSZ
            11, SymbolSize,                     // DT_SYMENT
            7, relocations,                     // DT_RELA
            8, relocationsSize,                 // DT_RELASZ
            9, RelocationSize,                  // DT_RELAENT
            30, _isStatic ? flagStaticTls : 0,  // DT_FLAGS
            0, 0,                               // DT_NULL
        ];
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes(entries).ToArray();
    }

    private void WriteHeaders(byte[] file, int segments, int template, int dynamic)
    {
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)3);                                      // e_type: ET_DYN
        writer.Write((ushort)(_machine == Machine.X64 ? 62 : 183));   // e_machine: EM_X86_64, EM_AARCH64
        writer.Write(1);                                              // e_version
        writer.Write(0L);                                             // e_entry
        writer.Write((long)HeaderSize);                               // e_phoff
        writer.Write(0L);                                             // e_shoff
        writer.Write(0);                                              // e_flags
        writer.Write((ushort)HeaderSize);                             // e_ehsize
        writer.Write((ushort)SegmentSize);                            // e_phentsize
        writer.Write((ushort)segments);                               // e_phnum
        writer.Write((ushort)64);                                     // e_shentsize
        writer.Write(0);                                              // e_shnum, e_shstrndx
        Segment(writer, 1, 0, file.Length, file.Length, PageSize);    // PT_LOAD
        Segment(writer, 2, dynamic, file.Length - dynamic, file.Length - dynamic, 8); // PT_DYNAMIC
        // Without this header the C library takes the library for one that needs executable stacks, and makes those of all threads executable.
        Segment(writer, 0x6474E551, 0, 0, 0, 16);                     // PT_GNU_STACK
        if (segments == 4)
        {
            Segment(writer, 7, template, _template.Length, (long)_size, (long)_alignment); // PT_TLS
        }
    }

    private static void Segment(BinaryWriter writer, int type, long offset, long fileSize, long memorySize, long alignment)
    {
        writer.Write(type);       // p_type
        writer.Write(6);          // p_flags: PF_R | PF_W
        writer.Write(offset);     // p_offset
        writer.Write(offset);     // p_vaddr
        writer.Write(offset);     // p_paddr
        writer.Write(fileSize);   // p_filesz
        writer.Write(memorySize); // p_memsz
        writer.Write(alignment);  // p_align
    }

    private int Append(byte[] bytes, int alignment)
    {
        while (_out.Length % alignment != 0)
        {
            _out.WriteByte(0);
        }

        int offset = (int)_out.Length;
        _out.Write(bytes);
        return offset;
    }
}
