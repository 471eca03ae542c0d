using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>The stack of a thread that stops for good when LLVM gives up: for systems where no other stack can be had.</summary>
#pragma warning disable CA1001 // Without a handle of the system's a semaphore has nothing to dispose.
internal sealed unsafe partial class OwnThread : ILeavableStack
#pragma warning restore CA1001
{
    [ThreadStatic]
    private static OwnThread? t_current;

    // Both wait a little before they sleep: what follows a short piece of work is often another.
    private readonly SemaphoreSlim _hasWork = new(0);
    private readonly SemaphoreSlim _isDone = new(0);
    private Action? _work;
    private ExceptionDispatchInfo? _failure;
    private StringBuilder _errors = new();
    private bool _isLeft;

    internal OwnThread() => new Thread(Loop, ILeavableStack.Size) { IsBackground = true, Name = "LLVM" }.Start();

    /// <summary><c>void (*)(const char *)</c>: stops a thread of these; returns on others.</summary>
    internal static nint FatalHandler => (nint)(delegate* unmanaged[Cdecl]<nint, void>)&StopHere;

    /// <inheritdoc/>
    public nint DiagnosticHandler => (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&NoteError;

    /// <inheritdoc/>
    public bool Do(Action work)
    {
        _work = work;
        _hasWork.Release();
        _isDone.Wait();
        _failure?.Throw();
        return !_isLeft;
    }

    /// <inheritdoc/>
    public bool TryCall(nint function, ReadOnlySpan<nint> arguments, StringBuilder errors, out nint result)
    {
        _errors = errors;
        Span<nint> a = stackalloc nint[ILeavableStack.MostArguments];
        arguments.CopyTo(a);
        result = ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, nint, nint>)function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work = null;
        _hasWork.Release();
    }

    private void Loop()
    {
        t_current = this;
        _hasWork.Wait();
        while (_work is { } work)
        {
            _work = null;
            ExceptionDispatchInfo? failure = null;
            try
            {
                work();
            }
#pragma warning disable CA1031 // The thread that waits throws it.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }

            End(failure);
            _hasWork.Wait();
        }
    }

    // Once the waiting thread knows, it may give this one new work.
    private void End(ExceptionDispatchInfo? failure)
    {
        _failure = failure;
        _isDone.Release();
    }

    private void Note(string text) => _errors.Append(_errors.Length == 0 ? "" : "\n").Append(text);

    private void Stop()
    {
        _isLeft = true;
        End(null);
        Thread.Sleep(Timeout.Infinite);
    }

    // After "in function f: ..." the machine's own passes go on with code that they cannot expect, and may break over it. After errors in assembly they do not.
    [GeneratedRegex(@"^[^\n]*: in function ")]
    private static partial Regex IsOfTarget();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void NoteError(nint diagnostic, nint data)
    {
        if (t_current is { } stack && Core.GetDiagInfoSeverity(diagnostic) == DiagnosticSeverity.Error)
        {
            string text = Text.Take(Core.GetDiagInfoDescription(diagnostic));
            stack.Note(text);
            if (IsOfTarget().IsMatch(text))
            {
                stack.Stop();
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void StopHere(nint reason)
    {
        string text = Marshal.PtrToStringUTF8(reason) ?? "";
        if (t_current is { } stack)
        {
            stack.Note(text);
            stack.Stop();
        }

        // Somebody else's call of LLVM: the process ends when this returns, as it would have.
        Console.Error.WriteLine($"LLVM ERROR: {text}");
    }
}
