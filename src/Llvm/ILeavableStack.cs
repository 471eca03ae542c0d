using System.Text;

namespace Linker.Llvm;

/// <summary>A large stack for LLVM, whose passes recurse, which can be left from the inside.</summary>
internal interface ILeavableStack : IDisposable
{
    /// <summary>The most arguments that a call can have.</summary>
    internal const int MostArguments = 8;

    /// <summary>Bytes.</summary>
    internal const int Size = 16 << 20;

    /// <summary><c>void (*)(LLVMDiagnosticInfoRef, void *)</c>: notes an error for <see cref="TryCall"/>.</summary>
    nint DiagnosticHandler { get; }

    /// <summary>Does something that calls LLVM by <see cref="TryCall"/>, and waits until it is done.</summary>
    /// <returns>Whether it is done. If not, the stack was left, and is not used again.</returns>
    bool Do(Action work);

    /// <summary>Calls a function of LLVM's.</summary>
    /// <param name="function">Its address.</param>
    /// <param name="arguments">What it gets.</param>
    /// <param name="errors">Gets what LLVM complains of, in lines.</param>
    /// <param name="result">What the function returns.</param>
    /// <returns>Whether it returned. If not, the stack was left, and is not used again.</returns>
    bool TryCall(nint function, ReadOnlySpan<nint> arguments, StringBuilder errors, out nint result);
}
