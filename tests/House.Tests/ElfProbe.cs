using System.Buffers.Binary;
using System.Text;
using Linker.Loader;

namespace Linker.House.Tests;

/// <summary>An ELF object with one relocation of each number, so that the map of a machine is asked through the front door.</summary>
internal static class ElfProbe
{
    /// <summary><c>e_machine</c>.</summary>
    internal const ushort X64 = 62, Arm64 = 183;

    private const int HeaderSize = 64, SymbolSize = 24, RelaSize = 24, PlaceSize = 8;
    private static readonly string Names = "\0.data\0.rela.data\0.symtab\0.strtab\0x\0";

    /// <summary>The graph of an object whose relocation n has type n.</summary>
    internal static LinkGraph Read(int count, ushort machine)
    {
        int data = HeaderSize, rela = data + (count * PlaceSize), symbols = rela + (count * RelaSize), strings = symbols + (2 * SymbolSize);
        int headers = (strings + Names.Length + 7) & ~7;
        byte[] file = new byte[headers + (5 * HeaderSize)];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(file, 0);
        Write16(file, 16, 1, machine); // ET_REL
        Write32(file, 20, 1);
        Write64(file, 40, (ulong)headers);
        Write16(file, 52, HeaderSize, 0, 0, HeaderSize, 5, 4);
        for (int i = 0; i < count; i++)
        {
            Write64(file, rela + (i * RelaSize), (ulong)(i * PlaceSize), (1ul << 32) | (uint)i, 0);
        }

        Write32(file, symbols + SymbolSize, (uint)Names.IndexOf("x\0", StringComparison.Ordinal));
        file[symbols + SymbolSize + 4] = 0x10; // global, undefined
        Encoding.ASCII.GetBytes(Names).CopyTo(file, strings);
        Header(file, headers, 1, ".data", 1, 3, data, count * PlaceSize, 0, 0, 0);
        Header(file, headers, 2, ".rela.data", 4, 0, rela, count * RelaSize, 3, 1, RelaSize);
        Header(file, headers, 3, ".symtab", 2, 0, symbols, 2 * SymbolSize, 4, 1, SymbolSize);
        Header(file, headers, 4, ".strtab", 3, 0, strings, Names.Length, 0, 0, 0);
        return ObjectReader.Read(file, "probe.o");
    }

    private static void Header(byte[] file, int headers, int index, string name, uint type, ulong flags, int offset, int size, uint link, uint info, int entrySize)
    {
        int at = headers + (index * HeaderSize);
        Write32(file, at, (uint)Names.IndexOf(name + "\0", StringComparison.Ordinal), type);
        Write64(file, at + 8, flags, 0, (ulong)offset, (ulong)size);
        Write32(file, at + 40, link, info);
        Write64(file, at + 48, 8, (ulong)entrySize);
    }

    private static void Write16(byte[] file, int at, params ReadOnlySpan<ushort> values)
    {
        foreach (ushort value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
            at += sizeof(ushort);
        }
    }

    private static void Write32(byte[] file, int at, params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
            at += sizeof(uint);
        }
    }

    private static void Write64(byte[] file, int at, params ReadOnlySpan<ulong> values)
    {
        foreach (ulong value in values)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
            at += sizeof(ulong);
        }
    }
}
