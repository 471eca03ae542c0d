using System.Runtime.InteropServices;
using System.Text;

namespace Linker.Bench.Llvm;

/// <summary>An LLJIT over one of LLVM's linkers, made once and used for all inputs. Each input has a JITDylib of its own, so that inputs do not see each other's names.</summary>
internal sealed unsafe class OrcSession : IDisposable
{
    private readonly GCHandle _handle;
    private readonly List<string> _reports = [];
    private readonly nint _jit;
    private string? _layerFailure;

    internal OrcSession(LlvmLibrary library, LlvmLinker linker, ulong external)
    {
        Library = library;
        Linker = linker;
        External = external;
        _handle = GCHandle.Alloc(this);
        nint builder = library.CreateLLJITBuilder();
        if (linker == LlvmLinker.RuntimeDyld)
        {
            library.LLJITBuilderSetObjectLinkingLayerCreator(builder, &CreateRuntimeDyldLayer, GCHandle.ToIntPtr(_handle));
        }
        else if (library.CreateObjectLinkingLayerWithInProcessMemoryManager != null)
        {
            library.LLJITBuilderSetObjectLinkingLayerCreator(builder, &CreateJitLinkLayer, GCHandle.ToIntPtr(_handle));
        }

        library.Check(library.CreateLLJIT(out _jit, builder), "creating an LLJIT");
        if (_layerFailure is not null)
        {
            throw new LlvmException("creating the object linking layer", _layerFailure);
        }

        Session = library.LLJITGetExecutionSession(_jit);
        library.ExecutionSessionSetErrorReporter(Session, &Report, GCHandle.ToIntPtr(_handle));
    }

    internal LlvmLibrary Library { get; }

    internal LlvmLinker Linker { get; }

    /// <summary>The address of every name that no object defines.</summary>
    internal ulong External { get; }

    /// <summary>LLVMOrcExecutionSessionRef.</summary>
    internal nint Session { get; }

    /// <summary>"JITLink 22".</summary>
    internal string Name => $"{Linker} {Library.Version.Split('.')[0]}";

    /// <summary>A JITDylib in which every undefined name becomes an absolute symbol the first time somebody asks; from then on it is found without asking.</summary>
    internal nint CreateDylib(string name)
    {
        nint dylib = WithText(name, text => Library.ExecutionSessionCreateBareJITDylib(Session, (byte*)text));
        Library.JITDylibAddGenerator(dylib, Library.CreateCustomCAPIDefinitionGenerator(&DefineExternals, GCHandle.ToIntPtr(_handle), 0));
        return dylib;
    }

    /// <summary>A name of the session's pool. The caller owns the reference.</summary>
    internal nint Intern(string name) => WithText(name, text => Library.ExecutionSessionIntern(Session, (byte*)text));

    /// <summary>Adds an object whose bytes stay where they are.</summary>
    internal void Add(nint tracker, byte* bytes, nuint size, byte* name)
    {
        nint buffer = Library.CreateMemoryBufferWithMemoryRange(bytes, size, name, 0);
        nint error = Library.LLJITAddObjectFileWithRT(_jit, tracker, buffer);
        if (error != 0)
        {
            throw Failure("adding an object", Library.MessageOf(error));
        }
    }

    /// <summary>The exception for a failure, with what the session reported beside it.</summary>
    internal LlvmException Failure(string attempt, string message)
    {
        string all = string.Join("; ", (string[])[.. _reports, message]);
        _reports.Clear();
        return new LlvmException(attempt, all);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Library.Check(Library.DisposeLLJIT(_jit), "disposing an LLJIT");
        _handle.Free();
    }

    internal static nint WithText(string text, Func<nint, nint> use)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(text + '\0'))
        {
            return use((nint)bytes);
        }
    }

    [UnmanagedCallersOnly]
    private static nint CreateRuntimeDyldLayer(nint context, nint session, byte* triple) =>
        Of(context).Library.CreateRTDyldObjectLinkingLayerWithSectionMemoryManager(session);

    [UnmanagedCallersOnly]
    private static nint CreateJitLinkLayer(nint context, nint session, byte* triple)
    {
        OrcSession self = Of(context);
        nint error = self.Library.CreateObjectLinkingLayerWithInProcessMemoryManager(out nint layer, session);
        self._layerFailure = error == 0 ? null : self.Library.MessageOf(error);
        return layer;
    }

    [UnmanagedCallersOnly]
    private static void Report(nint context, nint error)
    {
        OrcSession self = Of(context);
        self._reports.Add(self.Library.MessageOf(error));
    }

    [UnmanagedCallersOnly]
    private static nint DefineExternals(nint generator, nint context, nint* state, int kind, nint dylib, int dylibFlags, OrcQuery* queries, nuint count)
    {
        OrcSession self = Of(context);
        if (count == 0)
        {
            return 0;
        }

        var symbols = new OrcSymbol[(int)count];
        for (int i = 0; i < symbols.Length; i++)
        {
            self.Library.RetainSymbolStringPoolEntry(queries[i].Name);
            symbols[i] = new OrcSymbol { Name = queries[i].Name, Address = self.External, GenericFlags = OrcSymbol.Exported | OrcSymbol.Callable };
        }

        fixed (OrcSymbol* first = symbols)
        {
            return self.Library.JITDylibDefine(dylib, self.Library.AbsoluteSymbols(first, count));
        }
    }

    private static OrcSession Of(nint context) => (OrcSession)GCHandle.FromIntPtr(context).Target!;
}
