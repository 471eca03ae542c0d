using System.Runtime.InteropServices;
using System.Text;
using Linker.MemoryManager;

namespace Linker.Llvm;

/// <summary>A stack for the caller's own thread, which is left by native code alone: no frame of the run time's ever stands on it.</summary>
internal sealed unsafe class OwnStack : ILeavableStack
{
    private const int TextSize = 64 << 10, Below = 64 << 10;

    // A stack that was left is never used again nor given back: LLVM's thread-local variables may point there.
    private static readonly InProcessMemoryManager Memory = new(new InProcessMemoryOptions { Mode = WriteMode.WriteThenExecute, ArenaSize = 256 << 20 });

    private readonly PageReservation _pages;
    private readonly Guard.Record* _record;

    internal OwnStack()
    {
        // What is below cannot be written to: work that needs more ends the process, as on any other stack.
        _pages = Memory.Reserve([new SegmentRequest(Below, Below, PageAccess.Read), new SegmentRequest(ILeavableStack.Size, Below, PageAccess.Read | PageAccess.Write)], Placement.Anywhere with { InOnePiece = true });
        _pages.Seal(0);
        _pages.Seal(1);
        _record = (Guard.Record*)NativeMemory.Alloc((nuint)sizeof(Guard.Record) + TextSize);
        byte* text = (byte*)(_record + 1);
        *_record = new Guard.Record { Top = (nint)_pages.Segments[1].TargetAddress + ILeavableStack.Size, First = text, Next = text, End = text + TextSize };
    }

    /// <summary>Whether there is native code for this system's convention of calls.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public nint DiagnosticHandler => Guard.DiagnosticHandler;

    /// <inheritdoc/>
    public bool Do(Action work)
    {
        work();
        return true;
    }

    /// <inheritdoc/>
    public bool TryCall(nint function, ReadOnlySpan<nint> arguments, StringBuilder errors, out nint result)
    {
        // The native code takes as many as there can be.
        nint* all = stackalloc nint[ILeavableStack.MostArguments];
        arguments.CopyTo(new Span<nint>(all, ILeavableStack.MostArguments));
        result = Guard.Call(_record, function, all);
        if (_record->Next != _record->First)
        {
            errors.Append(errors.Length == 0 ? "" : "\n").Append(Encoding.UTF8.GetString(_record->First, (int)(_record->Next - _record->First)));
            _record->Next = _record->First;
        }

        return _record->IsLeft == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_record);
        _pages.Dispose();
    }
}
