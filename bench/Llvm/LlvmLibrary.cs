using System.Runtime.InteropServices;

namespace Linker.Bench.Llvm;

/// <summary>One version of libLLVM, by the functions of its C interface that the benchmark calls, each named as there without its prefix.</summary>
/// <remarks>
/// A table of function pointers instead of imports: two versions can then be in one process, each loaded for itself, its symbols versioned. The parts of <c>llvm-c/Orc.h</c>
/// that are used have the same signatures in all versions since 19.
/// </remarks>
internal sealed unsafe class LlvmLibrary
{
    // llvm-c/Core.h, llvm-c/Error.h
    internal readonly delegate* unmanaged<out uint, out uint, out uint, void> GetVersion;
    internal readonly delegate* unmanaged<nint, nint> GetErrorMessage;
    internal readonly delegate* unmanaged<nint, void> DisposeErrorMessage;
    internal readonly delegate* unmanaged<byte*, nuint, byte*, int, nint> CreateMemoryBufferWithMemoryRange;

    // llvm-c/LLJIT.h, llvm-c/OrcEE.h
    internal readonly delegate* unmanaged<nint> CreateLLJITBuilder;
    internal readonly delegate* unmanaged<nint, delegate* unmanaged<nint, nint, byte*, nint>, nint, void> LLJITBuilderSetObjectLinkingLayerCreator;
    internal readonly delegate* unmanaged<out nint, nint, nint> CreateLLJIT;
    internal readonly delegate* unmanaged<nint, nint> DisposeLLJIT;
    internal readonly delegate* unmanaged<nint, nint> LLJITGetExecutionSession;
    internal readonly delegate* unmanaged<nint, nint, nint, nint> LLJITAddObjectFileWithRT;
    internal readonly delegate* unmanaged<nint, nint> CreateRTDyldObjectLinkingLayerWithSectionMemoryManager;

    // Null before LLVM 20, where JITLink is what LLJIT takes by itself.
    internal readonly delegate* unmanaged<out nint, nint, nint> CreateObjectLinkingLayerWithInProcessMemoryManager;

    // llvm-c/Orc.h
    internal readonly delegate* unmanaged<nint, delegate* unmanaged<nint, nint, void>, nint, void> ExecutionSessionSetErrorReporter;
    internal readonly delegate* unmanaged<nint, byte*, nint> ExecutionSessionIntern;
    internal readonly delegate* unmanaged<nint, byte*, nint> ExecutionSessionCreateBareJITDylib;
    internal readonly delegate* unmanaged<nint, int, OrcScope*, nuint, OrcQuery*, nuint, delegate* unmanaged<nint, OrcSymbol*, nuint, nint, void>, nint, void> ExecutionSessionLookup;
    internal readonly delegate* unmanaged<nint, void> RetainSymbolStringPoolEntry;
    internal readonly delegate* unmanaged<nint, nint> JITDylibCreateResourceTracker;
    internal readonly delegate* unmanaged<nint, nint> ResourceTrackerRemove;
    internal readonly delegate* unmanaged<nint, void> ReleaseResourceTracker;
    internal readonly delegate* unmanaged<OrcSymbol*, nuint, nint> AbsoluteSymbols;
    internal readonly delegate* unmanaged<nint, nint, nint> JITDylibDefine;
    internal readonly delegate* unmanaged<delegate* unmanaged<nint, nint, nint*, int, nint, int, OrcQuery*, nuint, nint>, nint, nint, nint> CreateCustomCAPIDefinitionGenerator;
    internal readonly delegate* unmanaged<nint, nint, void> JITDylibAddGenerator;

    private readonly nint _library;

    private LlvmLibrary(nint library)
    {
        _library = library;
        GetVersion = (delegate* unmanaged<out uint, out uint, out uint, void>)Export("LLVMGetVersion");
        GetErrorMessage = (delegate* unmanaged<nint, nint>)Export("LLVMGetErrorMessage");
        DisposeErrorMessage = (delegate* unmanaged<nint, void>)Export("LLVMDisposeErrorMessage");
        CreateMemoryBufferWithMemoryRange = (delegate* unmanaged<byte*, nuint, byte*, int, nint>)Export("LLVMCreateMemoryBufferWithMemoryRange");
        CreateLLJITBuilder = (delegate* unmanaged<nint>)Export("LLVMOrcCreateLLJITBuilder");
        LLJITBuilderSetObjectLinkingLayerCreator =
            (delegate* unmanaged<nint, delegate* unmanaged<nint, nint, byte*, nint>, nint, void>)Export("LLVMOrcLLJITBuilderSetObjectLinkingLayerCreator");
        CreateLLJIT = (delegate* unmanaged<out nint, nint, nint>)Export("LLVMOrcCreateLLJIT");
        DisposeLLJIT = (delegate* unmanaged<nint, nint>)Export("LLVMOrcDisposeLLJIT");
        LLJITGetExecutionSession = (delegate* unmanaged<nint, nint>)Export("LLVMOrcLLJITGetExecutionSession");
        LLJITAddObjectFileWithRT = (delegate* unmanaged<nint, nint, nint, nint>)Export("LLVMOrcLLJITAddObjectFileWithRT");
        CreateRTDyldObjectLinkingLayerWithSectionMemoryManager = (delegate* unmanaged<nint, nint>)Export("LLVMOrcCreateRTDyldObjectLinkingLayerWithSectionMemoryManager");
        _ = NativeLibrary.TryGetExport(library, "LLVMOrcCreateObjectLinkingLayerWithInProcessMemoryManager", out nint jitLink);
        CreateObjectLinkingLayerWithInProcessMemoryManager = (delegate* unmanaged<out nint, nint, nint>)jitLink;
        ExecutionSessionSetErrorReporter = (delegate* unmanaged<nint, delegate* unmanaged<nint, nint, void>, nint, void>)Export("LLVMOrcExecutionSessionSetErrorReporter");
        ExecutionSessionIntern = (delegate* unmanaged<nint, byte*, nint>)Export("LLVMOrcExecutionSessionIntern");
        ExecutionSessionCreateBareJITDylib = (delegate* unmanaged<nint, byte*, nint>)Export("LLVMOrcExecutionSessionCreateBareJITDylib");
        ExecutionSessionLookup =
            (delegate* unmanaged<nint, int, OrcScope*, nuint, OrcQuery*, nuint, delegate* unmanaged<nint, OrcSymbol*, nuint, nint, void>, nint, void>)Export("LLVMOrcExecutionSessionLookup");
        RetainSymbolStringPoolEntry = (delegate* unmanaged<nint, void>)Export("LLVMOrcRetainSymbolStringPoolEntry");
        JITDylibCreateResourceTracker = (delegate* unmanaged<nint, nint>)Export("LLVMOrcJITDylibCreateResourceTracker");
        ResourceTrackerRemove = (delegate* unmanaged<nint, nint>)Export("LLVMOrcResourceTrackerRemove");
        ReleaseResourceTracker = (delegate* unmanaged<nint, void>)Export("LLVMOrcReleaseResourceTracker");
        AbsoluteSymbols = (delegate* unmanaged<OrcSymbol*, nuint, nint>)Export("LLVMOrcAbsoluteSymbols");
        JITDylibDefine = (delegate* unmanaged<nint, nint, nint>)Export("LLVMOrcJITDylibDefine");
        CreateCustomCAPIDefinitionGenerator =
            (delegate* unmanaged<delegate* unmanaged<nint, nint, nint*, int, nint, int, OrcQuery*, nuint, nint>, nint, nint, nint>)Export("LLVMOrcCreateCustomCAPIDefinitionGenerator");
        JITDylibAddGenerator = (delegate* unmanaged<nint, nint, void>)Export("LLVMOrcJITDylibAddGenerator");
    }

    /// <summary>"22.1.8".</summary>
    internal string Version
    {
        get
        {
            GetVersion(out uint major, out uint minor, out uint patch);
            return $"{major}.{minor}.{patch}";
        }
    }

    /// <summary>Loads a major version and makes its x86 target known; <see langword="null"/> where the machine does not have it.</summary>
    internal static LlvmLibrary? TryLoad(int major)
    {
        string[] names = [$"libLLVM.so.{major}.1", $"libLLVM-{major}.so", $"libLLVM-{major}.so.1", $"/usr/lib/llvm-{major}/lib/libLLVM.so.{major}.1", $"/usr/lib/llvm-{major}/lib/libLLVM-{major}.so"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                foreach (string part in (string[])["TargetInfo", "Target", "TargetMC"])
                {
                    ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, $"LLVMInitializeX86{part}"))();
                }

                return new LlvmLibrary(library);
            }
        }

        return null;
    }

    /// <summary>Turns an LLVMErrorRef into an exception. Null is success.</summary>
    internal void Check(nint error, string attempt)
    {
        if (error != 0)
        {
            throw new LlvmException(attempt, MessageOf(error));
        }
    }

    /// <summary>The text of an LLVMErrorRef, which is used up.</summary>
    internal string MessageOf(nint error)
    {
        nint text = GetErrorMessage(error);
        string message = Marshal.PtrToStringUTF8(text) ?? "";
        DisposeErrorMessage(text);
        return message.Trim();
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
