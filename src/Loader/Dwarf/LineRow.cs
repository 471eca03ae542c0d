namespace Linker.Loader;

/// <summary>The line that code was compiled from, from an address on.</summary>
/// <param name="Address">Absolute, where the code is.</param>
/// <param name="File">For <see cref="LineTable.FileOf"/>; −1 for a number that the table does not explain.</param>
/// <param name="Line">From 1; 0 for code that comes from no line.</param>
internal readonly record struct LineRow(ulong Address, int File, uint Line);

/// <summary>Code without a gap.</summary>
/// <param name="Start">The address of its first row.</param>
/// <param name="End">The address behind it, greater than its start.</param>
/// <param name="FirstRow">Index of its first row.</param>
/// <param name="RowCount">At least 1.</param>
internal readonly record struct LineSequence(ulong Start, ulong End, int FirstRow, int RowCount);

/// <summary>A name that a zero ends.</summary>
/// <param name="Section">1 + the number of the bytes that it stands in; 0 for no name.</param>
/// <param name="Offset">From their start.</param>
internal readonly record struct LineString(int Section, uint Offset)
{
    internal bool IsNone => Section == 0;
}

/// <summary>A source file; each part counts only where the next is relative.</summary>
/// <param name="Root">The folder that the compiler ran in.</param>
/// <param name="Folder">The folder that the file is in.</param>
/// <param name="Name">The file itself.</param>
internal readonly record struct LineFile(LineString Root, LineString Folder, LineString Name);
