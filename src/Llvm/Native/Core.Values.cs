using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Core.h: functions, variables, aliases of a module.</summary>
internal static partial class Values
{
    /// <summary>LLVMHiddenVisibility.</summary>
    internal const int Hidden = 1;

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstFunction")]
    internal static partial nint FirstFunction(nint module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextFunction")]
    internal static partial nint NextFunction(nint function);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstGlobal")]
    internal static partial nint FirstVariable(nint module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextGlobal")]
    internal static partial nint NextVariable(nint variable);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstGlobalAlias")]
    internal static partial nint FirstAlias(nint module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextGlobalAlias")]
    internal static partial nint NextAlias(nint alias);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFirstGlobalIFunc")]
    internal static partial nint FirstIndirectFunction(nint module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetNextGlobalIFunc")]
    internal static partial nint NextIndirectFunction(nint function);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetValueName2")]
    internal static partial nint GetName(nint value, out nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetValueName2")]
    internal static partial void SetName(nint value, ReadOnlySpan<byte> name, nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetGlobalParent")]
    internal static partial nint GetModule(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsDeclaration")]
    internal static partial int IsDeclaration(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetLinkage")]
    internal static partial Linkage GetLinkage(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetLinkage")]
    internal static partial void SetLinkage(nint global, Linkage linkage);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetVisibility")]
    internal static partial int GetVisibility(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetVisibility")]
    internal static partial void SetVisibility(nint global, int visibility);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetDLLStorageClass")]
    internal static partial void SetDllStorage(nint global, int storage);

    /// <returns>LLVMUnnamedAddr: 0 where the address may be compared.</returns>
    [LibraryImport(Library.Name, EntryPoint = "LLVMGetUnnamedAddress")]
    internal static partial int GetUnnamedAddress(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGlobalGetValueType")]
    internal static partial nint GetValueType(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetComdat")]
    internal static partial void SetComdat(nint global, nint comdat);

    [LibraryImport(Library.Name, EntryPoint = "LLVMAddFunction", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint AddFunction(nint module, string name, nint type);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDeleteFunction")]
    internal static partial void DeleteFunction(nint function);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetFunctionCallConv")]
    internal static partial uint GetCallConvention(nint function);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetFunctionCallConv")]
    internal static partial void SetCallConvention(nint function, uint convention);

    [LibraryImport(Library.Name, EntryPoint = "LLVMAddGlobalInAddressSpace", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint AddVariable(nint module, nint type, string name, uint addressSpace);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDeleteGlobal")]
    internal static partial void DeleteVariable(nint variable);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetInitializer")]
    internal static partial void SetInitializer(nint variable, nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsGlobalConstant")]
    internal static partial int IsConstant(nint variable);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetGlobalConstant")]
    internal static partial void SetConstant(nint variable, int isConstant);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetThreadLocalMode")]
    internal static partial int GetThreadLocalMode(nint variable);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetThreadLocalMode")]
    internal static partial void SetThreadLocalMode(nint variable, int mode);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetAlignment")]
    internal static partial uint GetAlignment(nint global);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetAlignment")]
    internal static partial void SetAlignment(nint global, uint alignment);

    [LibraryImport(Library.Name, EntryPoint = "LLVMAliasGetAliasee")]
    internal static partial nint GetAliasee(nint alias);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAFunction")]
    internal static partial nint AsFunction(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAGlobalVariable")]
    internal static partial nint AsVariable(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAGlobalAlias")]
    internal static partial nint AsAlias(nint value);

    [LibraryImport(Library.Name, EntryPoint = "LLVMIsAGlobalValue")]
    internal static partial nint AsGlobal(nint value);
}

/// <summary>LLVMLinkage.</summary>
internal enum Linkage
{
    External = 0,
    AvailableExternally = 1,
    LinkOnceAny = 2,
    LinkOnceOdr = 3,
    WeakAny = 5,
    WeakOdr = 6,
    Appending = 7,
    Internal = 8,
    Private = 9,
    ExternalWeak = 12,
    Common = 14,
}
