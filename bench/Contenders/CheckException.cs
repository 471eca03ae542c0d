namespace Linker.Bench.Contenders;

/// <summary>A contender's result is wrong, so its time means nothing.</summary>
internal sealed class CheckException(string message) : Exception(message);
