using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Core.h: contexts, modules, buffers, messages.</summary>
internal static partial class Core
{
    private static readonly nint CloneFunction = Library.Export("LLVMCloneModule"), PrintFunction = Library.Export("LLVMPrintModuleToString");

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeMessage")]
    internal static partial void DisposeMessage(nint message);

    [LibraryImport(Library.Name, EntryPoint = "LLVMContextCreate")]
    internal static partial ContextHandle ContextCreate();

    [LibraryImport(Library.Name, EntryPoint = "LLVMContextDispose")]
    internal static partial void ContextDispose(nint context);

    /// <param name="context">The context.</param>
    /// <param name="handler"><c>void (*)(LLVMDiagnosticInfoRef, void *)</c>.</param>
    /// <param name="diagnosticContext">What the handler gets.</param>
    [LibraryImport(Library.Name, EntryPoint = "LLVMContextSetDiagnosticHandler")]
    internal static partial void ContextSetDiagnosticHandler(ContextHandle context, nint handler, nint diagnosticContext);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetDiagInfoDescription")]
    internal static partial nint GetDiagInfoDescription(nint diagnostic);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetDiagInfoSeverity")]
    internal static partial DiagnosticSeverity GetDiagInfoSeverity(nint diagnostic);

    [LibraryImport(Library.Name, EntryPoint = "LLVMModuleCreateWithNameInContext", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IrHandle ModuleCreateWithName(string name, nint context);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeModule")]
    internal static partial void DisposeModule(nint module);

    internal static IrHandle CloneModule(nint module) => new(Worker.Call(CloneFunction, module));

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetModuleIdentifier")]
    internal static partial nint GetModuleIdentifier(nint module, out nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetSourceFileName")]
    internal static partial nint GetSourceFileName(nint module, out nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetSourceFileName")]
    internal static partial void SetSourceFileName(nint module, ReadOnlySpan<byte> name, nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetDataLayout")]
    internal static partial void SetDataLayout(nint module, nint layout);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetTarget")]
    internal static partial nint GetTarget(nint module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetTarget", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetTarget(nint module, string triple);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetModuleInlineAsm")]
    internal static partial nint GetModuleInlineAsm(nint module, out nuint length);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetModuleInlineAsm2")]
    internal static partial void SetModuleInlineAsm(nint module, ReadOnlySpan<byte> text, nuint length);

    internal static nint PrintModuleToString(nint module) => Worker.Call(PrintFunction, module);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCreateMemoryBufferWithMemoryRangeCopy", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CreateMemoryBufferWithMemoryRangeCopy(ReadOnlySpan<byte> bytes, nuint length, string name);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetBufferStart")]
    internal static partial nint GetBufferStart(BufferHandle buffer);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetBufferSize")]
    internal static partial nuint GetBufferSize(BufferHandle buffer);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeMemoryBuffer")]
    internal static partial void DisposeMemoryBuffer(nint buffer);
}

/// <summary>LLVMDiagnosticSeverity.</summary>
internal enum DiagnosticSeverity
{
    Error = 0,
    Warning = 1,
    Remark = 2,
    Note = 3,
}
