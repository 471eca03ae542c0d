namespace Linker.MemoryManager.Arenas;

/// <summary>A range of this process's addresses that is not free.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">First address behind.</param>
/// <param name="Permissions">As Linux prints them: <c>r-xp</c>; the last letter tells private memory from shared.</param>
/// <param name="Path">The file, a name in brackets, or empty.</param>
internal readonly record struct MappedRange(ulong Start, ulong End, string Permissions, string Path)
{
    // Of Linux, or of Windows' devices.
    internal bool IsFile => Path.StartsWith('/') || Path.StartsWith('\\');

    internal bool IsExecutable => Permissions.Length > 2 && Permissions[2] == 'x';

    /// <summary>The part of the path behind its last separator, of whichever system it is.</summary>
    internal string FileName => Path[(Path.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <inheritdoc/>
    public override string ToString() => $"0x{Start:x}-0x{End:x} {Permissions} {Path}".TrimEnd();
}
