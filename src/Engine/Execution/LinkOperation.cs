namespace Linker.Engine;

/// <summary>Modules that were linked together and whose initialisers are running: other threads that need one of them wait until they have run.</summary>
internal sealed class LinkOperation
{
    private readonly ThreadWork _work = new();

    /// <summary>In the order in which they were linked; those that others refer to come first.</summary>
    internal List<ProgramModule[]> Groups { get; } = [];

    /// <summary>Operations whose modules these refer to.</summary>
    internal List<LinkOperation> Awaited { get; } = [];

    /// <summary>Whether an initialiser refused; nothing that refers to the modules may stay.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Whether a module of this operation refers to one of another.</summary>
    internal bool Refers(LinkOperation other) => Groups.Exists(group => group[0].Image!.Dependencies.Any(image => other.Groups.Exists(their => their[0].Image == image)));

    /// <summary>All initialisers have run, or one has refused.</summary>
    internal void End() => _work.End();

    /// <summary>Waits for that, unless initialisers would wait for each other then, on this thread or over several: those who ask meanwhile see what is not initialised yet.</summary>
    /// <returns>Whether one has refused.</returns>
    internal bool WaitForFailure() => _work.TryWait() && HasFailed;
}
