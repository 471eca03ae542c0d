using System.Runtime.InteropServices;

namespace Linker.Bench.Llvm;

/// <summary>LLVMOrcCSymbolMapPair with its LLVMJITEvaluatedSymbol: a name and what it stands for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OrcSymbol
{
    /// <summary>LLVMJITSymbolGenericFlagsExported and …Callable.</summary>
    internal const byte Exported = 1, Callable = 4;

    internal nint Name;          // Name
    internal ulong Address;      // Sym.Address
    internal byte GenericFlags;  // Sym.Flags.GenericFlags
    internal byte TargetFlags;   // Sym.Flags.TargetFlags
}

/// <summary>LLVMOrcCLookupSetElement: a name that is asked for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OrcQuery
{
    internal nint Name;          // Name
    internal int LookupFlags;    // LookupFlags: 0 required, 1 weakly referenced
}

/// <summary>LLVMOrcCJITDylibSearchOrderElement: where to ask.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OrcScope
{
    internal nint Dylib;         // JD
    internal int LookupFlags;    // JDLookupFlags: 0 exported symbols, 1 all symbols
}
