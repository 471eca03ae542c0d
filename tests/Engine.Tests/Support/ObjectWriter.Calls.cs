namespace Linker.Engine.Tests;

/// <summary>Code that goes through slots and thread-local storage, or writes, in the code of either machine.</summary>
internal sealed partial class ObjectWriter
{
    internal sealed partial class Part
    {
        private const uint TlsGd = 19, GotTpOff = 22, GotPc32TlsDesc = 34, TlsDescCall = 35;
        private const uint A64GdPage = 513, A64GdLow = 514, A64IePage = 541, A64IeLow = 542, A64DescPage = 562, A64DescLoad = 563, A64DescAdd = 564, A64DescCall = 569;

        /// <summary>Ends a function whose result is there.</summary>
        internal Part Returns() => IsX64 ? Bytes(0xc3) : Instructions(Ret);

        /// <summary>The 64 bits at the result, as a result.</summary>
        internal Part Follows() => IsX64 ? Bytes(0x48, 0x8b, 0x00) : Instructions(0xf9400000);

        /// <summary>Returns the 32 bits at the result.</summary>
        internal Part ReturnsWord() => IsX64 ? Bytes(0x8b, 0x00, 0xc3) : Instructions(0xb9400000, Ret);

        /// <summary>Jumps to what the symbol's slot in the table holds.</summary>
        internal Part JumpsThroughSlotOf(string symbol) => IsX64
            ? Bytes(0xff, 0x25).Field(GotPcRel, symbol, -4)
            : Instruction(0x90000010, A64GotPage, symbol).Instruction(0xf9400210, A64GotLow, symbol).Instructions(0xd61f0200);

        /// <summary>Jumps to the address that a variable holds.</summary>
        internal Part JumpsThrough(string symbol) => IsX64
            ? Bytes(0xff, 0x25).Field(Pc32, symbol, -4)
            : Instruction(0x90000010, A64AdrPage, symbol).Instruction(0xf9400210, A64Load64Low, symbol).Instructions(0xd61f0200);

        /// <summary>Returns where the symbol's slot is.</summary>
        internal Part ReturnsSlotOf(string symbol) => IsX64
            ? Bytes(0x48, 0x8d, 0x05).Field(GotPcRel, symbol, -4).Bytes(0xc3)
            : Instructions(0x98000081, 0x10000060, 0x8b010000, Ret).Field(GotPcRel, symbol); // ldrsw x1, 1f; adr x0, 1f; add x0, x0, x1; ret; 1: .word

        /// <summary>Adds 1 to a variable of 32 bits.</summary>
        internal Part Increments(string symbol) => IsX64
            ? Bytes(0xff, 0x05).Field(Pc32, symbol, -4)
            : Loads(1, symbol).Instructions(0xb9400022, 0x11000442, 0xb9000022);

        /// <summary>Adds 1 to the 32 bits at the first argument, as one operation, and returns.</summary>
        internal Part CountsAtArgument() => IsX64
            ? Bytes(0xf0, 0xff, 0x07, 0xc3)
            : Instructions(0x885ffc01, 0x11000421, 0x8802fc01, 0x35ffffa2, Ret); // 1: ldaxr w1, [x0]; add; stlxr w2, w1, [x0]; cbnz w2, 1b

        /// <summary>The first argument as the second, too.</summary>
        internal Part CopiesArgument() => IsX64 ? Bytes(0x48, 0x89, 0xfe) : Instructions(0xaa0003e1);

        /// <summary>Stores the first argument in a variable of 64 bits.</summary>
        internal Part StoresArgumentIn(string symbol) => IsX64 ? Bytes(0x48, 0x89, 0x3d).Field(Pc32, symbol, -4) : Loads(1, symbol).Instructions(0xf9000020);

        /// <summary>The value of a variable of 64 bits as the first argument.</summary>
        internal Part LoadsArgumentFrom(string symbol) => IsX64 ? Bytes(0x48, 0x8b, 0x3d).Field(Pc32, symbol, -4) : Loads(0, symbol).Instructions(0xf9400000);

        /// <summary>Stores the first argument, an <c>int</c>, in a thread-local variable at a fixed distance from the thread pointer.</summary>
        internal Part StoresArgumentInThreadLocal(string symbol) => IsX64
            ? Bytes(0x64, 0x89, 0x3c, 0x25).Field(TpOff32, symbol)
            : Instructions(0xd53bd041).Instruction(0x91400021, A64ThreadHigh, symbol).Instruction(0x91000021, A64ThreadLow, symbol).Instructions(0xb9000020);

        /// <summary>The address of a thread-local variable, as a result.</summary>
        internal Part FindsThreadLocal(string symbol, ThreadLocalModel model) => (IsX64, model) switch
        {
            (true, ThreadLocalModel.InitialExec) => Bytes(0x48, 0x8b, 0x05).Field(GotTpOff, symbol, -4).AddsThreadPointer(),
            (false, ThreadLocalModel.InitialExec) => Instruction(0x90000000, A64IePage, symbol).Instruction(0xf9400000, A64IeLow, symbol).AddsThreadPointer(),
            (true, ThreadLocalModel.General) => Bytes(0x48, 0x83, 0xec, 8, 0x66, 0x48, 0x8d, 0x3d).Field(TlsGd, symbol, -4).Bytes(0x66, 0x66, 0x48, 0xe8).Field(Plt32, "__tls_get_addr", -4)
                .Bytes(0x48, 0x83, 0xc4, 8),
            (false, ThreadLocalModel.General) => Instructions(0xa9bf7bfd).Instruction(0x90000000, A64GdPage, symbol).Instruction(0x91000000, A64GdLow, symbol)
                .Instruction(0x94000000, A64Call, "__tls_get_addr").Instructions(0xa8c17bfd),
            (true, _) => Bytes(0x48, 0x83, 0xec, 8, 0x48, 0x8d, 0x05).Field(GotPc32TlsDesc, symbol, -4).Marks(TlsDescCall, symbol).Bytes(0xff, 0x10).AddsThreadPointer()
                .Bytes(0x48, 0x83, 0xc4, 8),
            (false, _) => Instructions(0xa9bf7bfd).Instruction(0x90000000, A64DescPage, symbol).Instruction(0xf9400001, A64DescLoad, symbol).Instruction(0x91000000, A64DescAdd, symbol)
                .Instruction(0xd63f0020, A64DescCall, symbol).AddsThreadPointer().Instructions(0xa8c17bfd),
        };

        // add rax, fs:[0], or mrs x1, tpidr_el0; add x0, x1, x0.
        private Part AddsThreadPointer() => IsX64 ? Bytes(0x64, 0x48, 0x03, 0x04, 0x25, 0, 0, 0, 0) : Instructions(0xd53bd041, 0x8b000020);

        private Part Marks(uint relocation, string symbol)
        {
            Relocations.Add((Size, relocation, symbol, 0));
            return this;
        }
    }
}
