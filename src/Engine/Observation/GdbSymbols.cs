using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>A small ELF object with nothing but the names of functions, for what gdb cannot read itself. gABI chapters 4 and 5.</summary>
internal static class GdbSymbols
{
    private const byte LocalFunction = 0x02;   // STB_LOCAL, STT_FUNC

    private static ReadOnlySpan<byte> SectionNames => "\0.text\0.symtab\0.strtab\0"u8;

    private const uint TextName = 1, SymbolTableName = 7, StringTableName = 15;

    /// <summary>Makes an object of the functions that no copy of an object names.</summary>
    /// <param name="image">The image.</param>
    /// <param name="areCopied">By object: whether <see cref="GdbObject"/> copies it.</param>
    internal static byte[] Write(in ObservedImage image, ReadOnlySpan<bool> areCopied)
    {
        IReadOnlyList<ImageFunction> functions = image.FindFunctions();
        // Each segment with code is a section: what gdb finds no section for, it takes for no code.
        var headers = new List<ElfSectionHeader> { default };
        var symbols = new List<ElfSymbol> { default };
        var strings = new List<byte>(SectionNames.ToArray());
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            if ((segment.Access & PageAccess.Execute) == 0)
            {
                continue;
            }

            ushort section = (ushort)headers.Count;
            headers.Add(new ElfSectionHeader(TextName, ElfConstants.SectionNoBits, ElfConstants.FlagAlloc | ElfConstants.FlagExecute, segment.TargetAddress, 0, segment.Size, 0, 0, 1, 0));
            foreach (ImageFunction function in functions)
            {
                if (function.Address - segment.TargetAddress < segment.Size && (function.Object < 0 || !areCopied[function.Object]))
                {
                    symbols.Add(new ElfSymbol((uint)strings.Count, LocalFunction, 0, section, function.Address - segment.TargetAddress, function.Size));
                    strings.AddRange(Encoding.UTF8.GetBytes(function.Name));
                    strings.Add(0);
                }
            }
        }

        int start = ElfIdentity.IdentSize + Unsafe.SizeOf<ElfHeader>();
        ReadOnlySpan<byte> symbolBytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(symbols));
        uint stringTable = (uint)headers.Count + 1;
        headers.Add(new ElfSectionHeader(SymbolTableName, ElfConstants.SectionSymbolTable, 0, 0, (ulong)start, (ulong)symbolBytes.Length, stringTable, (uint)symbols.Count, sizeof(ulong), (ulong)Unsafe.SizeOf<ElfSymbol>()));
        headers.Add(new ElfSectionHeader(StringTableName, ElfConstants.SectionStringTable, 0, 0, (ulong)(start + symbolBytes.Length), (ulong)strings.Count, 0, 0, 1, 0));

        int table = start + symbolBytes.Length + strings.Count;
        table += -table & (sizeof(ulong) - 1);
        ReadOnlySpan<byte> headerBytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(headers));
        byte[] file = new byte[table + headerBytes.Length];
        ReadOnlySpan<byte> ident = [0x7F, (byte)'E', (byte)'L', (byte)'F', ElfConstants.ClassElf64, ElfConstants.DataLittleEndian, (byte)ElfConstants.VersionCurrent];
        ident.CopyTo(file);
        var header = new ElfHeader(
            ElfConstants.TypeRelocatable, ElfMachine.NumberOf(image.Machine), ElfConstants.VersionCurrent, 0, 0, (ulong)table, 0, (ushort)start, 0, 0,
            (ushort)Unsafe.SizeOf<ElfSectionHeader>(), (ushort)headers.Count, (ushort)stringTable);
        MemoryMarshal.Write(file.AsSpan(ElfIdentity.IdentSize), in header);
        symbolBytes.CopyTo(file.AsSpan(start));
        CollectionsMarshal.AsSpan(strings).CopyTo(file.AsSpan(start + symbolBytes.Length));
        headerBytes.CopyTo(file.AsSpan(table));
        return file;
    }
}
