using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>A context of LLVM's and what it said, for one piece of work on one thread.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _name;
    private readonly ContextHandle _context = Core.ContextCreate();

    /// <param name="name">What messages call the module.</param>
    internal Workspace(string name)
    {
        _name = name;
        Core.ContextSetDiagnosticHandler(_context, Worker.Current.DiagnosticHandler, 0);
    }

    /// <summary>The context.</summary>
    internal nint Context => _context.DangerousGetHandle();

    /// <summary>Reads LLVM's language as text, or bitcode.</summary>
    internal IrHandle Parse(ReadOnlySpan<byte> text)
    {
        Worker.Stage = CompileStage.Read;
        int failed = IRReader.Parse(Context, Core.CreateMemoryBufferWithMemoryRangeCopy(text, (nuint)text.Length, _name), out nint module, out nint message);
        return failed == 0 ? new IrHandle(module) : throw new IrException(_name, CompileStage.Read, Text.Take(message));
    }

    /// <summary>Reads all of a module's bitcode.</summary>
    internal IrHandle Read(ReadOnlySpan<byte> bitcode)
    {
        Worker.Stage = CompileStage.Read;
        using var buffer = new BufferHandle(Core.CreateMemoryBufferWithMemoryRangeCopy(bitcode, (nuint)bitcode.Length, _name));
        return BitReader.Parse(Context, buffer, out nint module) == 0 ? new IrHandle(module) : throw Failure(CompileStage.Read);
    }

    /// <summary>Reads what a module's bitcode says of its functions and variables; bodies are read when they are linked into another module.</summary>
    internal IrHandle Open(ReadOnlySpan<byte> bitcode)
    {
        Worker.Stage = CompileStage.Read;
        nint buffer = Core.CreateMemoryBufferWithMemoryRangeCopy(bitcode, (nuint)bitcode.Length, _name);
        if (BitReader.Open(Context, buffer, out nint module) == 0)
        {
            return new IrHandle(module);
        }

        Core.DisposeMemoryBuffer(buffer);
        throw Failure(CompileStage.Read);
    }

    /// <summary>An empty module.</summary>
    internal IrHandle Create() => Core.ModuleCreateWithName("", Context);

    /// <summary>A module's bitcode.</summary>
    internal static byte[] Write(nint module)
    {
        using BufferHandle buffer = BitWriter.Write(module);
        return Text.BytesOf(buffer);
    }

    /// <summary>Checks the rules of LLVM's language.</summary>
    internal void Verify(IrHandle module) => Verify(module.Pointer, _name);

    /// <summary>Checks the rules of LLVM's language for a module of any context.</summary>
    internal static void Verify(nint module, string name)
    {
        Worker.Stage = CompileStage.Verify;
        bool isBroken = Analysis.Verify(module, Analysis.ReturnStatus, out nint message) != 0;
        string text = Text.Take(message);
        if (isBroken)
        {
            throw new IrException(name, CompileStage.Verify, text);
        }
    }

    /// <summary>Links a module into another one; the source is gone then.</summary>
    internal void Link(IrHandle destination, IrHandle source)
    {
        Worker.Stage = CompileStage.Link;
        nint pointer = source.Pointer;
        source.SetHandleAsInvalid();
        if (IrLinker.Link(destination.Pointer, pointer) != 0)
        {
            throw Failure(CompileStage.Link);
        }
    }

    /// <summary>Runs passes over a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="passes">Their names, in the words of the new pass manager.</param>
    /// <param name="machine">What they optimise for; <see langword="null"/> for passes that need not know.</param>
    /// <param name="stage">What a failure is part of.</param>
    internal void Run(nint module, string passes, TargetMachineHandle? machine, CompileStage stage)
    {
        Worker.Stage = stage;
        using PassOptionsHandle options = PassBuilder.CreateOptions();
        nint error = PassBuilder.Run(module, passes, machine?.DangerousGetHandle() ?? 0, options);
        if (error != 0)
        {
            throw new IrException(_name, stage, Text.TakeError(error));
        }

        ThrowIfErrors(stage);
    }

    /// <summary>Throws if LLVM has complained since the last time.</summary>
    internal void ThrowIfErrors(CompileStage stage)
    {
        string text = Worker.Current.TakeErrors();
        if (text.Length != 0)
        {
            throw new IrException(_name, stage, text);
        }
    }

    public void Dispose() => _context.Dispose();

    private IrException Failure(CompileStage stage)
    {
        string text = Worker.Current.TakeErrors();
        return new IrException(_name, stage, text.Length == 0 ? "LLVM gives no reason" : text);
    }
}
