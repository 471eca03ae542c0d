using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>
/// A library without code for Windows, whose only content is a thread-local block: when it is loaded, the system gives the block a number and a copy to every thread, those that run already and those to come.
/// PE Format, "The .tls Section".
/// </summary>
internal sealed class ThreadLocalDll : IDisposable
{
    private const int FileAlignment = 0x200, PageSize = 0x1000, HeaderSize = 0x200;
    private const int DirectorySize = 40, SectionAddress = PageSize;
    private const ulong PreferredBase = 0x1_8000_0000;

    private readonly string _path;
    private nint _handle;

    private ThreadLocalDll(string path, nint handle, uint number)
    {
        _path = path;
        _handle = handle;
        Number = number;
    }

    /// <summary>The number of the block among those of each thread.</summary>
    internal uint Number { get; }

    /// <summary>Gives all threads a block.</summary>
    /// <param name="template">What each block starts as.</param>
    /// <param name="size">Bytes of the block, at least those of the template; the rest is zero.</param>
    /// <param name="alignment">Of the block, in bytes.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="ThreadLocalSpaceException">The system refuses.</exception>
    internal static ThreadLocalDll Load(ReadOnlySpan<byte> template, ulong size, ulong alignment, string fileName)
    {
        string path = Path.Combine(Path.GetTempPath(), $"linker-tls-{Environment.ProcessId}-{Guid.NewGuid():N}.dll");
        try
        {
            File.WriteAllBytes(path, Write(template, checked((int)Math.Max(size, 1)), alignment));
            nint handle = NativeLibrary.Load(path);
            return new ThreadLocalDll(path, handle, (uint)Marshal.ReadInt32(handle, SectionAddress));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw new ThreadLocalSpaceException($"{fileName}: the system refuses its {size} bytes of thread-local variables ({e.Message})");
        }
    }

    /// <summary>Takes the blocks back.</summary>
    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
        {
            return;
        }

        NativeLibrary.Free(handle);
        try
        {
            File.Delete(_path);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else has the library open; the file is one of the system's temporary ones.
        }
    }

    /// <summary>The file: the number's place, the list of callbacks, which is empty, the directory, the template.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> template, int size, ulong alignment)
    {
        const int callbacks = 8, directory = 16, block = 64;
        int contentSize = Align(block + size, FileAlignment), relocations = Align(SectionAddress + contentSize, PageSize), relocationOffset = HeaderSize + contentSize;
        var file = new byte[relocationOffset + FileAlignment];
        WriteHeaders(file, contentSize, relocations);
        Span<byte> content = file.AsSpan(HeaderSize);
        void Address(Span<byte> at, int offset, int target) => BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], PreferredBase + SectionAddress + (ulong)target);
        Address(content, directory, block);
        Address(content, directory + 8, block + size);
        Address(content, directory + 16, 0);
        Address(content, directory + 24, callbacks);
        int exponent = Math.Min(13, System.Numerics.BitOperations.Log2(alignment));
        BinaryPrimitives.WriteUInt32LittleEndian(content[(directory + 36)..], (uint)(exponent + 1) << 20);
        template.CopyTo(content[block..]);

        // One page with four addresses, IMAGE_REL_BASED_DIR64.
        Span<byte> fixups = file.AsSpan(relocationOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(fixups, SectionAddress);
        BinaryPrimitives.WriteUInt32LittleEndian(fixups[4..], 16);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(fixups[(8 + (2 * i))..], (ushort)((10 << 12) | (directory + (8 * i))));
        }

        return file;
    }

    private static void WriteHeaders(Span<byte> file, int contentSize, int relocations)
    {
        const int pe = 0x40, optional = pe + 24, sections = optional + 240;
        void Word(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);
        void Long(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
        Word(file, 0, 0x5a4d); // MZ
        Long(file, 0x3c, pe);
        Long(file, pe, 0x4550); // PE
        Word(file, pe + 4, RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? (ushort)0xaa64 : (ushort)0x8664);
        Word(file, pe + 6, 2); // sections
        Word(file, pe + 20, 240); // bytes of the optional header
        Word(file, pe + 22, 0x2022); // EXECUTABLE_IMAGE, LARGE_ADDRESS_AWARE, DLL
        Word(file, optional, 0x20b); // PE32+
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
        Long(file, optional + 112 + (5 * 8), (uint)relocations);
        Long(file, optional + 112 + (5 * 8) + 4, 16);
        Long(file, optional + 112 + (9 * 8), SectionAddress + 16);
        Long(file, optional + 112 + (9 * 8) + 4, DirectorySize);
        WriteSection(file[sections..], ".tls"u8, SectionAddress, contentSize, HeaderSize, 0xc0000040); // data, read, write
        WriteSection(file[(sections + 40)..], ".reloc"u8, relocations, FileAlignment, HeaderSize + contentSize, 0x42000040); // data, discardable, read
    }

    private static void WriteSection(Span<byte> header, ReadOnlySpan<byte> name, int address, int size, int offset, uint characteristics)
    {
        name.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], size);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], address);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], size);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(header[36..], characteristics);
    }

    private static int Align(int value, int alignment) => checked(value + alignment - 1) & -alignment;
}
