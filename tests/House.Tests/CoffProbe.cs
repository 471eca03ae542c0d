using System.Buffers.Binary;
using System.Text;
using Linker.Loader;

namespace Linker.House.Tests;

/// <summary>A COFF object with one relocation of each number over each of some instructions, so that the map of a machine is asked through the front door.</summary>
internal static class CoffProbe
{
    /// <summary><c>Machine</c>.</summary>
    internal const ushort X64 = 0x8664, Arm64 = 0xaa64;

    private const int HeaderSize = 20, SectionSize = 40, RelocationSize = 10, SymbolSize = 18, PlaceSize = 8;

    // Loads and stores of 8 to 128 bits: one type stands for all of them.
    private static readonly uint[] Instructions = [0, 0x39400000, 0x79400000, 0xB9400000, 0xF9400000, 0x3DC00000];

    /// <summary>The graph of an object that has the types below <paramref name="count"/>.</summary>
    internal static LinkGraph Read(int count, ushort machine)
    {
        int places = count * Instructions.Length, content = HeaderSize + SectionSize, relocations = content + (places * PlaceSize), symbols = relocations + (places * RelocationSize);
        byte[] file = new byte[symbols + SymbolSize + sizeof(uint)];
        Write16(file, 0, machine, 1);
        Write32(file, 8, (uint)symbols, 1);
        Encoding.ASCII.GetBytes(".text").CopyTo(file, HeaderSize);
        Write32(file, HeaderSize + 16, (uint)(places * PlaceSize), (uint)content, (uint)relocations);
        Write16(file, HeaderSize + 32, (ushort)places);
        Write32(file, HeaderSize + 36, 0x6000_0020); // code, read, execute
        for (int i = 0; i < places; i++)
        {
            Write32(file, content + (i * PlaceSize), Instructions[i % Instructions.Length]);
            Write32(file, relocations + (i * RelocationSize), (uint)(i * PlaceSize), 0);
            Write16(file, relocations + (i * RelocationSize) + 8, (ushort)(i / Instructions.Length));
        }

        file[symbols] = (byte)'x';
        file[symbols + 16] = 2; // external, undefined
        Write32(file, symbols + SymbolSize, sizeof(uint));
        return ObjectReader.Read(file, "probe.obj");
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
}
