using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

/// <summary>Turns errno into the platform's exceptions.</summary>
internal static class OsFailure
{
    internal const int OutOfMemory = 12; // ENOMEM
    internal const int InvalidArgument = 22; // EINVAL

    /// <summary>For the call that failed last on this thread.</summary>
    [DoesNotReturn]
    internal static void Throw(string attempt) => throw Last(attempt);

    internal static Exception Last(string attempt)
    {
        int error = Marshal.GetLastPInvokeError();
        string message = $"{attempt}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
        return error == OutOfMemory ? NoSpace.Because(message) : new Win32Exception(error, message);
    }
}
