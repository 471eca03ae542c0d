using Linker.Loader;

namespace Linker.Engine;

/// <summary>Where a name of the link got its meaning.</summary>
internal enum GlobalState : byte
{
    /// <summary>Nobody defines it yet.</summary>
    Undefined,

    /// <summary>Zero-fill data of the largest size and alignment asked for.</summary>
    Common,

    /// <summary>A weak or unique definition in one of the graphs.</summary>
    Weak,

    /// <summary>The strong definition in one of the graphs.</summary>
    Strong,

    /// <summary>An address outside the link.</summary>
    External,

    /// <summary>A name that the linker itself defines, such as the table of slots.</summary>
    Synthetic,

    /// <summary>Weak and defined by nobody: its address is 0.</summary>
    Null,
}

/// <summary>One name of the link, shared by every graph that mentions it.</summary>
internal struct GlobalSymbol
{
    /// <summary>Whose file holds the name's bytes.</summary>
    internal int NameGraph;
    internal FileRange Name;
    internal uint Hash;

    /// <summary>Whose symbol table defines it, in the states Weak and Strong.</summary>
    internal int Graph;
    internal SymbolId Symbol;

    /// <summary>Address of an external name.</summary>
    internal ulong Address;

    /// <summary>Size of a common or external name.</summary>
    internal ulong Size;

    /// <summary>For a thread-local variable of another image: index into <see cref="Binding.ThreadLocalOwners"/>, from 1; <see cref="Address"/> is then an offset in that image's block.</summary>
    internal int ThreadLocalOwner;

    /// <summary>Alignment of a common name.</summary>
    internal ulong Alignment;

    /// <summary>Who answered, in the state External: index into <see cref="Binding.Scopes"/>.</summary>
    internal int Scope;
    internal GlobalState State;
    internal SymbolKind Kind;
    internal SymbolVisibility Visibility;

    /// <summary>Whether its definition in one of the graphs is a number that no layout changes.</summary>
    internal bool IsAbsolute;

    /// <summary>Whether somebody refers to it other than weakly.</summary>
    internal bool IsNeeded;

    /// <summary>Whether the scopes were asked, and whether for a strong reference.</summary>
    internal bool WasAsked;

    /// <summary>Whether 32-bit fields hold the address of this external function.</summary>
    internal bool IsTakenAbsolute;

    /// <summary>Whether 32-bit fields hold the distance to this external function.</summary>
    internal bool IsTakenRelative;

    /// <summary>Whether a graph of the link defines it, in a section or as a number.</summary>
    internal readonly bool IsDefined => State is GlobalState.Weak or GlobalState.Strong;
}
