using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>Fields and short functions, in the code of either machine.</summary>
internal sealed partial class ObjectWriter
{
    // Types of x86-64. Those of data are written as AArch64's, which mean the same, in its objects.
    internal const uint R64 = 1, Pc32 = 2, Got32 = 3, Plt32 = 4, Copy = 5, GotPcRel = 9, R32 = 10, R32S = 11, TpOff32 = 23, Pc64 = 24;

    // Types of AArch64's instructions.
    internal const uint A64AdrPage = 275, A64AddLow = 277, A64Jump = 282, A64Call = 283, A64Load32Low = 285, A64Load64Low = 286, A64GotPage = 311, A64GotLow = 312, A64ThreadHigh = 549, A64ThreadLow = 551;

    private uint TypeOf(uint type) => _machine == Machine.X64 ? type : type switch
    {
        R64 => 257,
        R32 => 258,
        Pc64 => 260,
        Pc32 => 261,
        Plt32 => 314,
        GotPcRel => 315,
        Copy => 1024,
        > 256 => type,
        _ => throw new ArgumentOutOfRangeException(nameof(type), $"AArch64 has nothing like type {type} of x86-64"),
    };

    internal sealed partial class Part
    {
        internal bool IsX64 => owner._machine == Machine.X64;

        /// <summary>An empty field and the relocation that fills it.</summary>
        internal Part Field(uint relocation, string symbol, long addend = 0, int size = 4)
        {
            Relocations.Add((Size, owner.TypeOf(relocation), symbol, addend));
            return Bytes(new byte[size]);
        }

        /// <summary>Instructions of AArch64.</summary>
        internal Part Instructions(params uint[] instructions)
        {
            foreach (uint instruction in instructions)
            {
                Bytes(BitConverter.GetBytes(instruction));
            }

            return this;
        }

        /// <summary>An instruction of AArch64 and the relocation that completes it.</summary>
        internal Part Instruction(uint instruction, uint relocation, string symbol, long addend = 0)
        {
            Relocations.Add((Size, relocation, symbol, addend));
            return Instructions(instruction);
        }

        /// <summary><c>mov eax, value; ret</c>, or <c>ldr w0, =value; ret</c>.</summary>
        internal Part Returns(int value) => IsX64
            ? Bytes(0xb8).Word(value).Bytes(0xc3)
            : Instructions(0x18000040, Ret, (uint)value);

        /// <summary><c>jmp symbol@PLT</c>, or <c>b symbol</c>.</summary>
        internal Part JumpsTo(string symbol) => IsX64
            ? Bytes(0xe9).Field(Plt32, symbol, -4)
            : Instruction(0x14000000, A64Jump, symbol);

        /// <summary><c>mov eax, [rip + symbol]; ret</c>, or <c>adrp; ldr; ret</c>.</summary>
        internal Part ReturnsValueOf(string symbol) => IsX64
            ? Bytes(0x8b, 0x05).Field(Pc32, symbol, -4).Bytes(0xc3)
            : Instruction(0x90000000, A64AdrPage, symbol).Instruction(0xb9400000, A64Load32Low, symbol).Instructions(Ret);

        /// <summary><c>mov rax, symbol@GOTPCREL[rip]; ret</c>, or <c>adrp; ldr; ret</c> by the slot.</summary>
        internal Part ReturnsAddressOf(string symbol) => IsX64
            ? Bytes(0x48, 0x8b, 0x05).Field(GotPcRel, symbol, -4).Bytes(0xc3)
            : Instruction(0x90000000, A64GotPage, symbol).Instruction(0xf9400000, A64GotLow, symbol).Instructions(Ret);

        /// <summary>Puts the address into a register of arguments, counted from 0, without a slot: <c>lea</c>, or <c>adrp; add</c>.</summary>
        internal Part Loads(int argument, string symbol) => IsX64
            ? Bytes(0x48, 0x8d, (byte)(0x05 | (new[] { 7, 6, 2 }[argument] << 3))).Field(Pc32, symbol, -4)
            : Instruction(0x90000000 | (uint)argument, A64AdrPage, symbol).Instruction(0x91000000 | (uint)(argument * 33), A64AddLow, symbol);

        /// <summary>Returns the address, without a slot.</summary>
        internal Part ReturnsPlaceOf(string symbol) => IsX64
            ? Bytes(0x48, 0x8d, 0x05).Field(Pc32, symbol, -4).Bytes(0xc3)
            : Loads(0, symbol).Instructions(Ret);

        /// <summary>Puts a number into the first argument: <c>mov edi, number</c>, or <c>mov w0, #number</c>, of 16 bits.</summary>
        internal Part LoadsNumber(int number) => IsX64 ? Bytes(0xbf).Word(number) : Instructions(number < 0 ? 0x12800000 | ((uint)~number << 5) : 0x52800000 | ((uint)number << 5));

        /// <summary>Returns its first argument, an <c>int</c>.</summary>
        internal Part ReturnsArgument() => IsX64 ? Bytes(0x89, 0xf8, 0xc3) : Instructions(Ret);

        /// <summary>Returns a thread-local variable at a fixed distance from the thread pointer.</summary>
        internal Part ReturnsThreadLocal(string symbol) => IsX64
            ? Bytes(0x64, 0x8b, 0x04, 0x25).Field(TpOff32, symbol).Bytes(0xc3)
            : Instructions(0xd53bd040).Instruction(0x91400000, A64ThreadHigh, symbol).Instruction(0x91000000, A64ThreadLow, symbol).Instructions(0xb9400000, Ret);

        internal const uint Ret = 0xd65f03c0;
    }
}
