namespace Linker.Bench.Llvm;

/// <summary>LLVM refused something; the message is its own.</summary>
/// <param name="attempt">What was attempted.</param>
/// <param name="message">LLVM's words.</param>
internal sealed class LlvmException(string attempt, string message) : Exception($"{attempt}: {message}");
