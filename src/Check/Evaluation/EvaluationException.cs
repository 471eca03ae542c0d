namespace Linker.Check;

/// <summary>A part of a rule that has no value; becomes the note of that part and goes no further.</summary>
internal sealed class EvaluationException(string message) : Exception(message);
