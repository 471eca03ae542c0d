using System.Buffers.Binary;
using System.Text;

namespace Linker.Loader.Tests;

/// <summary>Line tables as bytes, sound ones and, field by field, broken ones. Line base −5, line range 14 and opcode base 13, as compilers have them, unless told otherwise.</summary>
internal sealed class LineTableBuilder
{
    internal const byte Copy = 1, AdvanceAddress = 2, AdvanceLine = 3, SetFile = 4, SetColumn = 5, NegateStatement = 6, BasicBlock = 7, ConstAdvance = 8, FixedAdvance = 9, PrologueEnd = 10, EpilogueBegin = 11, SetIsa = 12;

    private readonly List<byte> _program = [];

    internal ushort Version { get; init; } = 5;

    internal bool IsWide { get; init; }

    internal byte AddressSize { get; init; } = 8;

    internal byte SelectorSize { get; init; }

    internal byte InstructionSize { get; init; } = 1;

    internal byte Operations { get; init; } = 1;

    internal sbyte LineBase { get; init; } = -5;

    internal byte LineRange { get; init; } = 14;

    internal byte[] OperandCounts { get; init; } = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

    internal byte? OpcodeBase { get; init; }

    /// <summary>Folders; in version 5 the first is the compiler's own.</summary>
    internal string[] Folders { get; init; } = ["/project", "sub"];

    internal (string Name, byte Folder)[] Files { get; init; } = [("main.c", 0), ("part.h", 1)];

    /// <summary>What stands in version 5 in place of folders and files.</summary>
    internal byte[]? Entries { get; init; }

    /// <summary>What the length field claims.</summary>
    internal ulong? Size { get; init; }

    internal ulong? HeaderSize { get; init; }

    internal static byte[] Unsigned(ulong value)
    {
        List<byte> bytes = [];
        Leb128.WriteUnsigned(bytes, value);
        return [.. bytes];
    }

    internal static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    internal LineTableBuilder Code(params byte[] code)
    {
        _program.AddRange(code);
        return this;
    }

    internal LineTableBuilder Extended(byte opcode, params byte[] operands) => Code([0, .. Unsigned((ulong)operands.Length + 1), opcode, .. operands]);

    internal LineTableBuilder At(ulong address) => Extended(2, BitConverter.GetBytes(address));

    internal LineTableBuilder End(byte step = 0) => Code(AdvanceAddress, step).Extended(1);

    /// <summary>The special opcode that moves so far.</summary>
    internal LineTableBuilder Step(int instructions, int lines) => Code((byte)(lines - LineBase + (LineRange * instructions) + OperandCounts.Length + 1));

    internal byte[] Build()
    {
        List<byte> header =
        [
            InstructionSize, .. Version >= 4 ? (byte[])[Operations] : [], 1, (byte)LineBase, LineRange, OpcodeBase ?? (byte)(OperandCounts.Length + 1), .. OperandCounts, .. Version >= 5 ? Entries ?? NewEntries() : OldEntries(),
        ];
        byte[] rest = [.. BitConverter.GetBytes(Version), .. Version >= 5 ? (byte[])[AddressSize, SelectorSize] : [], .. Word(HeaderSize ?? (ulong)header.Count), .. header, .. _program];
        return [.. IsWide ? (byte[])[255, 255, 255, 255] : [], .. Word(Size ?? (ulong)rest.Length), .. rest];
    }

    private byte[] Word(ulong value)
    {
        byte[] bytes = new byte[IsWide ? 8 : 4];
        if (IsWide)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        }

        return bytes;
    }

    private byte[] OldEntries() =>
        [.. Folders.Skip(1).SelectMany(Text), 0, .. Files.SelectMany(f => (byte[])[.. Text(f.Name), f.Folder, 0, 0]), 0];

    private byte[] NewEntries() =>
        [1, 1, 8, (byte)Folders.Length, .. Folders.SelectMany(Text), 2, 1, 8, 2, 0x0b, (byte)Files.Length, .. Files.SelectMany(f => (byte[])[.. Text(f.Name), f.Folder])];
}
