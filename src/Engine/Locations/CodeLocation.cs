namespace Linker.Engine;

/// <summary>What an address in loaded code belongs to.</summary>
/// <param name="Image">The image that the code is in.</param>
/// <param name="Function">The name of the function as its object has it, for inlined code that of the function around it; <see langword="null"/> where no name that is known leads to the address.</param>
/// <param name="Offset">Bytes from the start of the function, or, without one, of the segment that the code is in.</param>
/// <param name="File">The path of the source file as the compiler was given it; <see langword="null"/> where no debug information that was kept says.</param>
/// <param name="Line">From 1; 0 where it is not known, and for code that comes from no line.</param>
public sealed record CodeLocation(LoadedImage Image, string? Function, ulong Offset, string? File, int Line)
{
    /// <summary>One line of a stack trace: <c>add+0x12 in calls.o at /project/add.c:3</c>.</summary>
    public override string ToString()
    {
        string place = Function is null ? $"0x{Offset:x} in {Image.Name}" : $"{Function}+0x{Offset:x} in {Image.Name}";
        return File is null ? place : Line == 0 ? $"{place} at {File}" : $"{place} at {File}:{Line}";
    }
}
