namespace Linker.Engine;

/// <summary>Objects that say of themselves that they do not belong together (<c>/FAILIFMISMATCH</c>): made for different run-time libraries, or with different settings.</summary>
public sealed class ObjectMismatchException : Exception
{
    internal ObjectMismatchException(string[] mismatches)
        : base(string.Join('\n', mismatches)) => Mismatches = mismatches;

    /// <summary>Every contradiction, a line each.</summary>
    public IReadOnlyList<string> Mismatches { get; }
}
