using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

/// <summary>Turns the system's error codes into the platform's exceptions (winerror.h).</summary>
internal static class WindowsFailure
{
    internal const int InvalidAddress = 487; // ERROR_INVALID_ADDRESS: something is there, or nothing is that should be

    private const int NotEnoughMemory = 8; // ERROR_NOT_ENOUGH_MEMORY
    private const int OutOfMemory = 14; // ERROR_OUTOFMEMORY
    private const int CommitmentLimit = 1455; // ERROR_COMMITMENT_LIMIT

    /// <summary>For the call that failed last on this thread.</summary>
    [DoesNotReturn]
    internal static void Throw(string attempt) => throw Last(attempt);

    internal static Exception Last(string attempt)
    {
        int error = Marshal.GetLastPInvokeError();
        string message = $"{attempt}: {Marshal.GetPInvokeErrorMessage(error)} (error {error})";
        return error is NotEnoughMemory or OutOfMemory or InvalidAddress or CommitmentLimit ? NoSpace.Because(message) : new Win32Exception(error, message);
    }
}
