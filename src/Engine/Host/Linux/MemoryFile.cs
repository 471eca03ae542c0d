using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Linux;

/// <summary>A file that exists only in memory, for those who insist on a path.</summary>
internal sealed class MemoryFile : IDisposable
{
    private int _file;

    private MemoryFile(int file) => _file = file;

    internal string Path => $"/proc/self/fd/{_file}";

    /// <summary>The same file for a debugger: a path that does not depend on who opens it.</summary>
    internal string PathForOthers => $"/proc/{Environment.ProcessId}/fd/{_file}";

    /// <exception cref="Win32Exception">The system refused.</exception>
    internal static MemoryFile Create(string name, ReadOnlySpan<byte> content)
    {
        int file = Posix.MemfdCreate(name, Posix.CloseOnExec);
        if (file < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var memory = new MemoryFile(file);
        while (content.Length > 0)
        {
            nint written = Posix.Write(file, ref MemoryMarshal.GetReference(content), content.Length);
            if (written <= 0)
            {
                int error = Marshal.GetLastPInvokeError();
                memory.Dispose();
                throw new Win32Exception(error, $"write to a memory file: {Marshal.GetPInvokeErrorMessage(error)}");
            }

            content = content[(int)written..];
        }

        return memory;
    }

    public void Dispose()
    {
        int file = Interlocked.Exchange(ref _file, -1);
        if (file >= 0)
        {
            _ = Posix.Close(file);
        }
    }
}
