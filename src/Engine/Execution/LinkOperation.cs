namespace Linker.Engine;

/// <summary>Modules that were linked together and whose initialisers are running: other threads that need one of them wait until they have run.</summary>
internal sealed class LinkOperation
{
    /// <summary>What others wait for.</summary>
    internal SharedWork Work { get; } = new(isUsableBefore: true);

    /// <summary>In the order in which they were linked; those that others refer to come first.</summary>
    internal List<ProgramModule[]> Groups { get; } = [];

    /// <summary>The stubs of functions whose first version this is, which others may have found.</summary>
    internal LoadedImage? Stubs { get; set; }

    /// <summary>Operations of other threads whose modules these refer to.</summary>
    internal List<LinkOperation> Awaited { get; } = [];

    /// <summary>Whether an initialiser refused; nothing that refers to the modules may stay.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Whether a module of this operation refers to what another one is about.</summary>
    internal bool Refers(LinkOperation other) =>
        Groups.Exists(group => group[0].Image!.Dependencies.Any(image => image == other.Stubs || other.Groups.Exists(their => their[0].Image == image)));
}
