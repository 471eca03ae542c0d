namespace Linker.Bench.Inputs;

/// <summary>Something that the benchmark links is not there.</summary>
internal sealed class InputException(string message) : Exception(message);
