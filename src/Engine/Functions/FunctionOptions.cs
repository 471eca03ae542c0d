namespace Linker.Engine;

/// <summary>How functions of an engine behave whose code may come late or change.</summary>
public sealed record FunctionOptions
{
    /// <summary>The defaults: a call that fails ends the process, every version is kept.</summary>
    public static FunctionOptions Default { get; } = new();

    /// <summary>
    /// Where a call goes whose function cannot be made: the address of a function that takes the same arguments. Called on the calling thread; must not throw. Without it, or when it answers 0, the process ends and says why
    /// (<see cref="Environment.FailFast(string, System.Exception)"/>): no exception can go through the frames of the native caller.
    /// </summary>
    public Func<LazyFailure, nint>? OnFailure { get; init; }

    /// <summary>
    /// How many versions of a function are kept, the current one among them, at least 1; <see langword="null"/> keeps all. By giving a number, the client promises that whoever calls the function holds a lease
    /// (<see cref="ExecutionEngine.EnterCode"/>): the oldest version goes when no lease is left that began before it was out of reach.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? KeptVersions
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            field = value;
        }
    }
}
