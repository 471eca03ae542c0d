using System.Runtime.InteropServices;
using System.Text;

namespace Linker.Bench.Llvm;

/// <summary>LLVM's LLJIT over modules of text, by functions of the library that <c>Linker.Llvm</c> uses too: parses, compiles without optimisation, links, looks up, forgets.</summary>
internal sealed unsafe class OrcCompiler : IDisposable
{
    private const int None = 0, PositionIndependent = 2, SmallModel = 3;

    private readonly nint _library;
    private readonly nint _jit;
    private readonly nint _dylib;
    private readonly delegate* unmanaged<nint> _createContext;
    private readonly delegate* unmanaged<byte*, nuint, byte*, nint> _createBuffer;
    private readonly delegate* unmanaged<nint, nint, out nint, out nint, int> _parse;
    private readonly delegate* unmanaged<nint, nint> _createSafeContext;
    private readonly delegate* unmanaged<nint, nint, nint> _createSafeModule;
    private readonly delegate* unmanaged<nint, void> _disposeSafeContext;
    private readonly delegate* unmanaged<nint, nint> _createTracker;
    private readonly delegate* unmanaged<nint, nint> _removeTracker;
    private readonly delegate* unmanaged<nint, void> _releaseTracker;
    private readonly delegate* unmanaged<nint, nint, nint, nint> _addModule;
    private readonly delegate* unmanaged<nint, out ulong, byte*, nint> _lookup;

    internal OrcCompiler(string path, string triple)
    {
        _library = NativeLibrary.Load(path);
        _createContext = (delegate* unmanaged<nint>)Export("LLVMContextCreate");
        _createBuffer = (delegate* unmanaged<byte*, nuint, byte*, nint>)Export("LLVMCreateMemoryBufferWithMemoryRangeCopy");
        _parse = (delegate* unmanaged<nint, nint, out nint, out nint, int>)Export("LLVMParseIRInContext");
        _createSafeContext = (delegate* unmanaged<nint, nint>)Export("LLVMOrcCreateNewThreadSafeContextFromLLVMContext");
        _createSafeModule = (delegate* unmanaged<nint, nint, nint>)Export("LLVMOrcCreateNewThreadSafeModule");
        _disposeSafeContext = (delegate* unmanaged<nint, void>)Export("LLVMOrcDisposeThreadSafeContext");
        _createTracker = (delegate* unmanaged<nint, nint>)Export("LLVMOrcJITDylibCreateResourceTracker");
        _removeTracker = (delegate* unmanaged<nint, nint>)Export("LLVMOrcResourceTrackerRemove");
        _releaseTracker = (delegate* unmanaged<nint, void>)Export("LLVMOrcReleaseResourceTracker");
        _addModule = (delegate* unmanaged<nint, nint, nint, nint>)Export("LLVMOrcLLJITAddLLVMIRModuleWithRT");
        _lookup = (delegate* unmanaged<nint, out ulong, byte*, nint>)Export("LLVMOrcLLJITLookup");

        nint builder = ((delegate* unmanaged<nint>)Export("LLVMOrcCreateLLJITBuilder"))();
        ((delegate* unmanaged<nint, nint, void>)Export("LLVMOrcLLJITBuilderSetJITTargetMachineBuilder"))(builder, CreateMachineBuilder(triple));
        nint error = ((delegate* unmanaged<out nint, nint, nint>)Export("LLVMOrcCreateLLJIT"))(out _jit, builder);
        Check(error, "creating an LLJIT");
        _dylib = ((delegate* unmanaged<nint, nint>)Export("LLVMOrcLLJITGetMainJITDylib"))(_jit);
    }

    /// <summary>Whether a library has what is called here: libLLVM 22 does.</summary>
    internal static bool IsIn(string path) => NativeLibrary.TryGetExport(NativeLibrary.Load(path), "LLVMOrcCreateNewThreadSafeContextFromLLVMContext", out _);

    /// <summary>From text to an address and back to nothing.</summary>
    internal void Round(string text, string function, Action<nint> use)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text), name = Encoding.UTF8.GetBytes(function + '\0');
        nint context = _createContext(), tracker = _createTracker(_dylib);
        fixed (byte* first = bytes, called = name)
        {
            if (_parse(context, _createBuffer(first, (nuint)bytes.Length, called), out nint module, out _) != 0)
            {
                throw new LlvmException("parsing", text);
            }

            nint safe = _createSafeContext(context);
            Check(_addModule(_jit, tracker, _createSafeModule(module, safe)), "adding a module");
            _disposeSafeContext(safe);
            Check(_lookup(_jit, out ulong address, called), "looking up");
            use((nint)address);
        }

        Check(_removeTracker(tracker), "removing");
        _releaseTracker(tracker);
    }

    /// <inheritdoc/>
    public void Dispose() => Check(((delegate* unmanaged<nint, nint>)Export("LLVMOrcDisposeLLJIT"))(_jit), "disposing an LLJIT");

    private nint CreateMachineBuilder(string triple)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(triple + '\0'), nothing = "\0"u8)
        {
            var cpu = (byte*)((delegate* unmanaged<nint>)Export("LLVMGetHostCPUName"))();
            var features = (byte*)((delegate* unmanaged<nint>)Export("LLVMGetHostCPUFeatures"))();
            if (((delegate* unmanaged<byte*, out nint, out nint, int>)Export("LLVMGetTargetFromTriple"))(name, out nint target, out _) != 0)
            {
                throw new LlvmException("looking for a target", triple);
            }

            nint machine = ((delegate* unmanaged<nint, byte*, byte*, byte*, int, int, int, nint>)Export("LLVMCreateTargetMachine"))(target, name, cpu, features, None, PositionIndependent, SmallModel);
            return ((delegate* unmanaged<nint, nint>)Export("LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine"))(machine);
        }
    }

    private void Check(nint error, string attempt)
    {
        if (error != 0)
        {
            throw new LlvmException(attempt, Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Export("LLVMGetErrorMessage"))(error)) ?? "");
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
