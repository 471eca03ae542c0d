using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>Writes the file of a <see cref="ThreadLocalDll"/>: headers, an entry with its unwind information, the block and its directory, fixups. PE Format.</summary>
internal static class ThreadLocalDllWriter
{
    private const int FileAlignment = 0x200, PageSize = 0x1000, HeaderSize = 0x200;
    private const int CodeAddress = PageSize, TableOffset = 0x100, UnwindOffset = 0x110, DataAddress = 2 * PageSize;
    private const int Callbacks = 8, Directory = 32, DirectorySize = 40, Block = 128;
    private const ulong PreferredBase = 0x1_8000_0000;

    /// <summary>From the start of the library: where the system writes the block's number.</summary>
    internal const int Number = DataAddress;

    /// <summary>From the start of the library: the address of the list of functions to call, a null at its end; null without one.</summary>
    internal const int List = DataAddress + 16;

    /// <summary>From the start of the library: what the functions are told as their module.</summary>
    internal const int ImageBase = DataAddress + 24;

    /// <summary>From the start of the library: where the entry notes the address of the block of the thread that loads it.</summary>
    internal const int Sample = DataAddress + 104;

    /// <summary>The largest alignment that the format has room for. PE Format, "Section Flags".</summary>
    internal const ulong LargestAlignment = 8192;

    // BOOL entry(module, reason, reserved): notes where the loading thread's block is; for each function of the list, function(image, reason, reserved).
    private static ReadOnlySpan<byte> Entry =>
    [
        0x53,                                                  // push rbx
        0x56,                                                  // push rsi
        0x57,                                                  // push rdi
        0x48, 0x83, 0xec, 0x20,                                // sub  rsp, 32
        0x89, 0xd6,                                            // mov  esi, edx
        0x4c, 0x89, 0xc7,                                      // mov  rdi, r8
        0x83, 0xfe, 0x01,                                      // cmp  esi, 1
        0x75, 0x1a,                                            // jne  call
        0x65, 0x48, 0x8b, 0x04, 0x25, 0x58, 0x00, 0x00, 0x00,  // mov  rax, gs:[88]
        0x8b, 0x0d, 0xe0, 0x0f, 0x00, 0x00,                    // mov  ecx, [number]
        0x48, 0x8b, 0x04, 0xc8,                                // mov  rax, [rax + 8 * rcx]
        0x48, 0x89, 0x05, 0x3d, 0x10, 0x00, 0x00,              // mov  [block], rax
        0x48, 0x8b, 0x1d, 0xde, 0x0f, 0x00, 0x00,              // call: mov  rbx, [list]
        0x48, 0x85, 0xdb,                                      // test rbx, rbx
        0x74, 0x1c,                                            // jz   end
        0x48, 0x8b, 0x03,                                      // next: mov  rax, [rbx]
        0x48, 0x85, 0xc0,                                      // test rax, rax
        0x74, 0x14,                                            // jz   end
        0x48, 0x8b, 0x0d, 0xd2, 0x0f, 0x00, 0x00,              // mov  rcx, [image]
        0x89, 0xf2,                                            // mov  edx, esi
        0x49, 0x89, 0xf8,                                      // mov  r8, rdi
        0xff, 0xd0,                                            // call rax
        0x48, 0x83, 0xc3, 0x08,                                // add  rbx, 8
        0xeb, 0xe4,                                            // jmp  next
        0xb8, 0x01, 0x00, 0x00, 0x00,                          // end: mov  eax, 1
        0x48, 0x83, 0xc4, 0x20,                                // add  rsp, 32
        0x5f,                                                  // pop  rdi
        0x5e,                                                  // pop  rsi
        0x5b,                                                  // pop  rbx
        0xc3,                                                  // ret
    ];

    // A prologue of 7 bytes with 4 operations, the last first: 32 bytes are taken, rdi, rsi, rbx saved.
    private static ReadOnlySpan<byte> Unwind => [1, 7, 4, 0, 7, 0x32, 3, 0x70, 2, 0x60, 1, 0x30];

    /// <summary>The file.</summary>
    /// <param name="template">What each thread's block starts as.</param>
    /// <param name="size">Bytes of the block.</param>
    /// <param name="alignment">Of the block.</param>
    internal static byte[] Write(ReadOnlySpan<byte> template, int size, ulong alignment)
    {
        int dataSize = Align(Block + size, FileAlignment), dataOffset = HeaderSize + FileAlignment;
        int relocations = Align(DataAddress + dataSize, PageSize), relocationOffset = dataOffset + dataSize;
        var file = new byte[relocationOffset + FileAlignment];
        WriteHeaders(file, dataSize, relocations);
        Span<byte> code = file.AsSpan(HeaderSize);
        Entry.CopyTo(code);
        Long(code, TableOffset, CodeAddress);
        Long(code, TableOffset + 4, CodeAddress + (uint)Entry.Length);
        Long(code, TableOffset + 8, CodeAddress + UnwindOffset);
        Unwind.CopyTo(code[UnwindOffset..]);
        Span<byte> data = file.AsSpan(dataOffset);
        Address(data, Directory, DataAddress + Block);
        Address(data, Directory + 8, DataAddress + Block + size);
        Address(data, Directory + 16, Number);
        Address(data, Directory + 24, DataAddress + Callbacks);
        Long(data, Directory + 36, (uint)(BitOperations.Log2(alignment) + 1) << 20);
        template.CopyTo(data[Block..]);

        // One page with four addresses, IMAGE_REL_BASED_DIR64.
        Span<byte> fixups = file.AsSpan(relocationOffset);
        Long(fixups, 0, DataAddress);
        Long(fixups, 4, 16);
        for (int i = 0; i < 4; i++)
        {
            Word(fixups, 8 + (2 * i), (ushort)((10 << 12) | (Directory + (8 * i))));
        }

        return file;
    }

    private static void WriteHeaders(Span<byte> file, int dataSize, int relocations)
    {
        const int pe = 0x40, optional = pe + 24, directories = optional + 112, sections = optional + 240;
        bool isX64 = RuntimeInformation.ProcessArchitecture != Architecture.Arm64;
        Word(file, 0, 0x5a4d); // MZ
        Long(file, 0x3c, pe);
        Long(file, pe, 0x4550); // PE
        Word(file, pe + 4, (ushort)(isX64 ? 0x8664 : 0xaa64));
        Word(file, pe + 6, 3); // sections
        Word(file, pe + 20, 240); // bytes of the optional header
        Word(file, pe + 22, 0x2022); // EXECUTABLE_IMAGE, LARGE_ADDRESS_AWARE, DLL
        Word(file, optional, 0x20b); // PE32+
        Long(file, optional + 16, isX64 ? CodeAddress : 0U); // entry
        BinaryPrimitives.WriteUInt64LittleEndian(file[(optional + 24)..], PreferredBase);
        Long(file, optional + 32, PageSize);
        Long(file, optional + 36, FileAlignment);
        Word(file, optional + 40, 6); // system version
        Word(file, optional + 48, 6); // subsystem version
        Long(file, optional + 56, (uint)(relocations + PageSize)); // bytes of the image
        Long(file, optional + 60, HeaderSize);
        Word(file, optional + 68, 3); // console
        Word(file, optional + 70, 0x140); // DYNAMIC_BASE, NX_COMPAT
        BinaryPrimitives.WriteUInt64LittleEndian(file[(optional + 72)..], 0x100000); // stack and heap, as linkers write them
        BinaryPrimitives.WriteUInt64LittleEndian(file[(optional + 80)..], 0x1000);
        BinaryPrimitives.WriteUInt64LittleEndian(file[(optional + 88)..], 0x100000);
        BinaryPrimitives.WriteUInt64LittleEndian(file[(optional + 96)..], 0x1000);
        Long(file, optional + 108, 16); // directories
        if (isX64)
        {
            WriteDirectory(file[directories..], 3, CodeAddress + TableOffset, 12); // exceptions
        }

        WriteDirectory(file[directories..], 5, relocations, 16);
        WriteDirectory(file[directories..], 9, DataAddress + Directory, DirectorySize);
        WriteSection(file[sections..], ".text"u8, CodeAddress, FileAlignment, HeaderSize, 0x60000020); // code, execute, read
        WriteSection(file[(sections + 40)..], ".tls"u8, DataAddress, dataSize, HeaderSize + FileAlignment, 0xc0000040); // data, read, write
        WriteSection(file[(sections + 80)..], ".reloc"u8, relocations, FileAlignment, HeaderSize + FileAlignment + dataSize, 0x42000040); // data, discardable, read
    }

    private static void WriteDirectory(Span<byte> directories, int number, int address, int size)
    {
        Long(directories, number * 8, (uint)address);
        Long(directories, (number * 8) + 4, (uint)size);
    }

    private static void WriteSection(Span<byte> header, ReadOnlySpan<byte> name, int address, int size, int offset, uint characteristics)
    {
        name.CopyTo(header);
        Long(header, 8, (uint)size);
        Long(header, 12, (uint)address);
        Long(header, 16, (uint)size);
        Long(header, 20, (uint)offset);
        Long(header, 36, characteristics);
    }

    private static void Address(Span<byte> at, int offset, int target) => BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], PreferredBase + (ulong)target);

    private static void Long(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);

    private static void Word(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);

    private static int Align(int value, int alignment) => checked(value + alignment - 1) & -alignment;
}
