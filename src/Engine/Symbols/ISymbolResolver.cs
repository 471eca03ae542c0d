using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>One place to ask for a name that the objects of a link do not define. Asked in the order that the caller set.</summary>
public interface ISymbolResolver
{
    /// <summary>What messages and the link's record call this scope.</summary>
    string Name { get; }

    /// <summary>Answers for one name, or <see cref="SymbolAnswer.NotFound"/>. Called at most a few times per name and link; must not link on the same linker.</summary>
    SymbolAnswer Resolve(in SymbolQuery query);
}

/// <summary>A name that a link needs.</summary>
/// <param name="name">The name, UTF-8 as it stands in the object.</param>
/// <param name="kind">What the references say about it; usually <see cref="SymbolKind.Unknown"/>.</param>
/// <param name="isWeak">Whether every reference is weak, so that it may stay undefined and nothing is pulled in for it.</param>
/// <param name="machine">The machine that the link is for; <see langword="null"/> when no link asks.</param>
/// <param name="format">The container of the link's objects, which says whose conventions it follows; <see langword="null"/> when no link asks.</param>
public readonly ref struct SymbolQuery(ReadOnlySpan<byte> name, SymbolKind kind = SymbolKind.Unknown, bool isWeak = false, Machine? machine = null, ObjectFormat? format = null)
{
    /// <summary>The name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>The name as C has it, without the underscore that Mach-O puts before each; the name itself where there is none.</summary>
    public ReadOnlySpan<byte> CName => Format == ObjectFormat.MachO && Name is [(byte)'_', ..] ? Name[1..] : Name;

    /// <summary>What the references say about it.</summary>
    public SymbolKind Kind { get; } = kind;

    /// <summary>Whether every reference is weak.</summary>
    public bool IsWeak { get; } = isWeak;

    /// <summary>The machine that the link is for; <see langword="null"/> when no link asks.</summary>
    public Machine? Machine { get; } = machine;

    /// <summary>The container of the link's objects; <see langword="null"/> when no link asks.</summary>
    public ObjectFormat? Format { get; } = format;

    /// <summary>The name as text; made anew at each call.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Name);
}

/// <summary>What a scope knows about a name: nothing, an address, or an object to link in.</summary>
public readonly record struct SymbolAnswer
{
    /// <summary>The scope does not know the name.</summary>
    public static SymbolAnswer NotFound => default;

    // The object that joins the link, or the image that has the name.
    private readonly object? _source;

    /// <summary>Whether the scope knows the name.</summary>
    public bool IsFound { get; private init; }

    /// <summary>Absolute address in the target.</summary>
    public ulong Address { get; private init; }

    /// <summary>Size in bytes, 0 when unknown.</summary>
    public ulong Size { get; private init; }

    /// <summary>What the name stands for, where the scope knows. Only a known function may be reached through a stub by code that takes its address.</summary>
    public SymbolKind Kind { get; private init; }

    /// <summary>An object that defines the name and joins the link.</summary>
    public LinkGraph? Member
    {
        get => _source as LinkGraph;
        private init => _source = value;
    }

    internal LoadedImage? Owner
    {
        get => _source as LoadedImage;
        init => _source = value;
    }

    /// <summary>Whether the answer is meant for hidden names too.</summary>
    internal bool ServesHidden { get; init; }

    /// <summary>The name is at an address.</summary>
    /// <param name="address">Absolute; 0 is legal and is what a weak reference to nothing gets.</param>
    /// <param name="kind">What it is, where known.</param>
    /// <param name="size">Bytes, 0 when unknown.</param>
    public static SymbolAnswer At(ulong address, SymbolKind kind = SymbolKind.Unknown, ulong size = 0) =>
        new() { IsFound = true, Address = address, Kind = kind, Size = size };

    /// <summary>The name is a thread-local variable of a shared library of this process; the dynamic linker knows where.</summary>
    public static SymbolAnswer HostThreadLocal => new() { IsFound = true, Kind = SymbolKind.ThreadLocal };

    /// <summary>The name is defined by an object that shall join the link.</summary>
    public static SymbolAnswer Pull(LinkGraph member) => new() { IsFound = true, Member = member };
}
