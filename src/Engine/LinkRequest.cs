using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What one link shall do beyond the defaults.</summary>
public sealed record LinkRequest
{
    /// <summary>The defaults: placed by the memory manager, or below 2 GiB where the code asks for it; not recorded.</summary>
    public static LinkRequest Default { get; } = new();

    /// <summary>For links that are looked at and not run: every step is kept, every stub is made, no initialiser runs.</summary>
    public static LinkRequest ForCheck { get; } = new() { Record = true, AllStubs = true, Initialize = false };

    /// <summary>For images that only their maker leads others to.</summary>
    internal static LinkRequest Unpublished { get; } = new() { IsPublished = false };

    /// <summary>How messages and profilers call the image; the first object's name when <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Where the image goes. <see langword="null"/>: anywhere, or below 2 GiB when objects hold 32-bit absolute addresses of the image.</summary>
    public Placement? Placement { get; init; }

    /// <summary>A name of the link that <see cref="LoadedImage"/> answers for whatever its visibility; a program's entry may be hidden.</summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Names from which everything in the image is reached. Sections that neither they, nor an initialiser, nor what the objects themselves ask to keep lead to are left out, and so are the names in them;
    /// <see langword="null"/> keeps everything. A link throws <see cref="KeyNotFoundException"/> when none of its objects defines one of them.
    /// </summary>
    /// <remarks>How much is left out depends on how small the sections are: compile with <c>-ffunction-sections -fdata-sections</c>, read Mach-O objects and members of archives (<see cref="ArchiveResolver"/>) with their subsections apart.</remarks>
    public IReadOnlyCollection<string>? Roots { get; init; }

    /// <summary>
    /// Patch points that shall call through a slot, by number, and what they call at first: 0 for what they were compiled to call. All records that have the number become a <see cref="PatchPoint"/> each, which
    /// <see cref="LoadedImage.PatchPoints"/> has. They have to be those of patch points: at a stack map or a statepoint a call is no call that the compiler knows of.
    /// </summary>
    public IReadOnlyDictionary<ulong, nint>? PatchPoints { get; init; }

    /// <summary>Whether every step is kept in <see cref="LoadedImage.Record"/>.</summary>
    public bool Record { get; init; }

    /// <summary>
    /// Whether the image keeps its objects as long as it lives, so that <see cref="LoadedImage.Locate(nint)"/> knows local functions, and from their DWARF line tables files and lines. The objects' bytes must not change as long;
    /// their graphs may be disposed.
    /// </summary>
    public bool KeepObjects { get; init; }

    /// <summary>Whether the stubs that nothing turned out to need are made too.</summary>
    public bool AllStubs { get; init; }

    /// <summary>Whether <see cref="RuntimeLinker.Link(LinkRequest, Loader.LinkGraph[])"/> runs the initialisers before it returns. Without it, <see cref="LoadedImage.Initialize"/> does.</summary>
    public bool Initialize { get; init; } = true;

    /// <summary>The program that the link joins, if any.</summary>
    internal LinkProgram? Program { get; init; }

    /// <summary>Whether other links find the image's names in <see cref="RuntimeLinker.Images"/>. Without it they are found by those whose own scopes answer with them, and the image is tracked like any other.</summary>
    internal bool IsPublished { get; init; } = true;

    /// <summary>The target address of a section, by object and section index, or <see langword="null"/> to leave it to the layout.</summary>
    public Func<Loader.LinkGraph, Loader.SectionId, ulong?>? SectionAddress { get; init; }
}
