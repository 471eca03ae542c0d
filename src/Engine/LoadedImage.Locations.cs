using System.Text;
using Linker.MemoryManager;

namespace Linker.Engine;

public sealed partial class LoadedImage
{
    private readonly KeptObjects? _keptObjects;
    private FunctionMap? _exportedFunctions;

    /// <summary>What an address in the image's code belongs to. With <see cref="LinkRequest.KeepObjects"/> local functions, files and lines are known, read from the objects when they are first asked for; without it, exported functions.</summary>
    /// <remarks>Debug information that is damaged, or compressed with zstd, counts as none.</remarks>
    /// <param name="address">Absolute address in the target.</param>
    /// <returns><see langword="null"/> when it is not in the image's code.</returns>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    public CodeLocation? Locate(nint address)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return HasCodeAt((ulong)address, out ulong segment) ? Locate((ulong)address, segment) : null;
    }

    /// <summary>Whether an address is in a segment of code, and where that begins.</summary>
    internal bool HasCodeAt(ulong address, out ulong start)
    {
        int found = Segments.Find(address, 1, PageAccess.Execute);
        start = found < 0 ? 0 : Segments[found].TargetAddress;
        return found >= 0;
    }

    /// <summary>What an address belongs to that was found to be in a segment of code. Touches nothing that goes with the image.</summary>
    internal CodeLocation Locate(ulong address, ulong segment)
    {
        string? file = null;
        int line = 0;
        if (_keptObjects?.Find(address, out ulong section) is { } found)
        {
            file = found.FileAt(address, out line);
            if (found.FunctionAt(address, section, out ulong start) is { } function)
            {
                return new CodeLocation(this, function, address - start, file, line);
            }
        }

        FunctionMap functions = _exportedFunctions ??= FunctionMap.Of(ExportTable);
        return functions.TryFind(address, segment, out FunctionMap.Entry export)
            ? new CodeLocation(this, Encoding.UTF8.GetString(ExportTable.NameOf(export.Index)), address - export.Start, file, line)
            : new CodeLocation(this, null, address - segment, file, line);
    }
}
