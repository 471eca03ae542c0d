namespace Linker.Engine;

/// <summary>A function of an image, as debuggers and profilers name it.</summary>
/// <param name="Name">As in the object; for Mach-O as in C, without the underscore. Jumps that the linker made are called <c>puts@stub</c>.</param>
/// <param name="Address">Absolute address in the target of its first instruction.</param>
/// <param name="Size">Bytes: what the object says, else as far as the next function or the end of the section.</param>
/// <param name="Object">Index in <see cref="ObservedImage.Objects"/>, −1 for what the linker made.</param>
public readonly record struct ImageFunction(string Name, ulong Address, ulong Size, int Object);
