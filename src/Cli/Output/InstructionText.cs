namespace Linker.Cli.Output;

/// <summary>One instruction, or a piece of data among instructions.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Text">What it does.</param>
internal readonly record struct InstructionText(uint Offset, uint Size, string Text);
