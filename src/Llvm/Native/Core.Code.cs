using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Core.h: instructions, constants, who uses them; types; attributes.</summary>
internal static partial class Code
{
    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstUse")]
    internal static partial nint FirstUse(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextUse")]
    internal static partial nint NextUse(nint use);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetUser")]
    internal static partial nint GetUser(nint use);

    [LibraryImport(Library.Name, EntryPoint = "LLVMReplaceAllUsesWith")]
    internal static partial void ReplaceAllUses(nint value, nint replacement);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAInstruction")]
    internal static partial nint AsInstruction(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsACallInst")]
    internal static partial nint AsCall(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAInvokeInst")]
    internal static partial nint AsInvoke(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsABlockAddress")]
    internal static partial nint AsBlockAddress(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetCalledValue")]
    internal static partial nint GetCalled(nint call);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstBasicBlock")]
    internal static partial nint FirstBlock(nint function);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextBasicBlock")]
    internal static partial nint NextBlock(nint block);

    [LibraryImport(Library.Name, EntryPoint = "LLVMBasicBlockAsValue")]
    internal static partial nint AsValue(nint block);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstInstruction")]
    internal static partial nint FirstInstruction(nint block);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextInstruction")]
    internal static partial nint NextInstruction(nint instruction);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetInstructionParent")]
    internal static partial nint GetBlock(nint instruction);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetBasicBlockParent")]
    internal static partial nint GetFunction(nint block);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNumOperands")]
    internal static partial int CountOperands(nint user);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetOperand")]
    internal static partial nint GetOperand(nint user, uint index);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetOperand")]
    internal static partial void SetOperand(nint user, uint index, nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMTypeOf")]
    internal static partial nint TypeOf(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetTypeKind")]
    internal static partial TypeKind KindOf(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetPointerAddressSpace")]
    internal static partial uint GetAddressSpace(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetReturnType")]
    internal static partial nint GetReturnType(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCountParamTypes")]
    internal static partial uint CountParameters(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetParamTypes")]
    internal static partial void GetParameters(nint type, Span<nint> parameters);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsFunctionVarArg")]
    internal static partial int IsVariadic(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsOpaqueStruct")]
    internal static partial int IsOpaque(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsPackedStruct")]
    internal static partial int IsPacked(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCountStructElementTypes")]
    internal static partial uint CountElements(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMStructGetTypeAtIndex")]
    internal static partial nint GetElement(nint type, uint index);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetElementType")]
    internal static partial nint GetElementType(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetArrayLength2")]
    internal static partial ulong GetArrayLength(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMPrintTypeToString")]
    internal static partial nint PrintType(nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetAttributeCountAtIndex")]
    internal static partial uint CountAttributes(nint function, uint index);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetAttributesAtIndex")]
    internal static partial void GetAttributes(nint function, uint index, Span<nint> attributes);

    [LibraryImport(Library.Name, EntryPoint = "LLVMAddAttributeAtIndex")]
    internal static partial void AddAttribute(nint function, uint index, nint attribute);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetEnumAttributeKindForName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint GetAttributeKind(string name, nuint length);

    /// <returns>0 where there is none.</returns>
    [LibraryImport(Library.Name, EntryPoint = "LLVMGetEnumAttributeAtIndex")]
    internal static partial nint GetAttribute(nint function, uint index, uint kind);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetTypeAttributeValue")]
    internal static partial nint GetAttributeType(nint attribute);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetEnumAttributeValue")]
    internal static partial ulong GetAttributeNumber(nint attribute);
}

/// <summary>LLVMTypeKind, those that are told apart here.</summary>
internal enum TypeKind
{
    Function = 9,
    Struct = 10,
    Array = 11,
}
