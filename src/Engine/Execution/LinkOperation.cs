namespace Linker.Engine;

/// <summary>Modules that were linked together and whose initialisers are running: other threads that need one of them wait until they have run.</summary>
internal sealed class LinkOperation
{
    private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>In the order in which they were linked; those that others refer to come first.</summary>
    internal List<ProgramModule[]> Groups { get; } = [];

    /// <summary>Operations of other threads whose modules these refer to.</summary>
    internal List<LinkOperation> Awaited { get; } = [];

    /// <summary>Whether an initialiser refused; nothing that refers to the modules may stay.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Whether it is this thread's own.</summary>
    internal bool IsOurs => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Whether a module of this operation refers to one of another.</summary>
    internal bool Refers(LinkOperation other) => Groups.Exists(group => group[0].Image!.Dependencies.Any(image => other.Groups.Exists(their => their[0].Image == image)));

    /// <summary>All initialisers have run, or one has refused.</summary>
    internal void End() => _isOver.SetResult();

    internal void Wait() => _isOver.Task.Wait();
}
