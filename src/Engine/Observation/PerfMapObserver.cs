using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Linker.Engine.Host;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Names the functions of images for <c>perf</c>, in the file that it reads for code made at run time: a line for each function, with address, size and name. perf-report(1), <c>tools/perf/Documentation/jit-interface.txt</c> of Linux.</summary>
/// <remarks>
/// <para>For processes on Linux. perf asks this file about memory that is no file's, which memory that is mapped twice (<see cref="WriteMode.DualMapping"/>) is to it. A linker or engine that owns its memory and has this observer uses
/// <see cref="WriteMode.WriteThenExecute"/> therefore; who gives the memory decides for themselves.</para>
/// <para>The lines of an image are appended at once, so that others may append to the file too. The .NET runtime does not: where it is told to name its own functions (<c>DOTNET_PerfMapEnabled</c> 1 or 3), it writes over what stands
/// there. What stands there stays when the image goes: the file has no way to say so, and of two functions that had an address one after the other perf names one.</para>
/// <para>perf reads the file when it reports, which may be after the process has ended; it has to belong to the user who reports, or to the administrator.</para>
/// </remarks>
public sealed class PerfMapObserver : IImageObserver
{
    private const int NewFileMode = 0x1a4; // 0644

    /// <summary>Makes the file if it is not there yet.</summary>
    public PerfMapObserver()
    {
        if (!OperatingSystem.IsLinux())
        {
            Refusal = "perf and its files are on Linux only";
            return;
        }

        Append([]);
    }

    /// <summary>The file: <c>/tmp/perf-PID.map</c>, with the number that the process has for itself.</summary>
    public string FilePath { get; } = string.Create(CultureInfo.InvariantCulture, $"/tmp/perf-{Environment.ProcessId}.map");

    /// <summary>Why lines could not be written, for a person to read: that of the last time; <see langword="null"/> when all were. Links go on without.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Appends the functions of an image of this process.</summary>
    /// <returns><see langword="null"/>.</returns>
    public IDisposable? Register(ObservedImage image)
    {
        if (!image.IsInProcess || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var lines = new StringBuilder();
        ulong end = 0;
        foreach (ImageFunction function in image.FindFunctions())
        {
            // Of several names for the same code, the first. perf takes the rest of the line for the name.
            if (function.Address >= end && function.Size > 0)
            {
                end = function.Address + function.Size;
                lines.Append(CultureInfo.InvariantCulture, $"{function.Address:x} {function.Size:x} ").Append(OneLine(function.Name)).Append('\n');
            }
        }

        if (lines.Length > 0)
        {
            Append(Encoding.UTF8.GetBytes(lines.ToString()));
        }

        return null;
    }

    private static string OneLine(string name) => name.AsSpan().ContainsAnyInRange('\0', '\u001F') ? string.Concat(name.Select(c => char.IsControl(c) ? '?' : c)) : name;

    private void Append(byte[] bytes)
    {
        int file = Posix.OpenNew(FilePath, Posix.OpenWrite | Posix.OpenCreate | Posix.OpenAppend | Posix.OpenCloseOnExec | Posix.OpenNoFollow | Posix.OpenNonBlocking, NewFileMode);
        if (file < 0)
        {
            Refusal = $"'{FilePath}': {Marshal.GetLastPInvokeErrorMessage()}";
            return;
        }

        nint written = bytes.Length == 0 ? 0 : Posix.Write(file, ref bytes[0], bytes.Length);
        if (written < bytes.Length)
        {
            Refusal = $"'{FilePath}': {(written < 0 ? Marshal.GetLastPInvokeErrorMessage() : "no room for all lines")}";
        }

        _ = Posix.Close(file);
    }
}
