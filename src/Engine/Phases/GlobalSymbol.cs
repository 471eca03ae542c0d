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

    /// <summary>Defined in a section that is left out; nothing of the image refers to it.</summary>
    Dropped,
}

/// <summary>One name of the link, shared by every graph that mentions it. 56 bytes: there are as many as names, and each phase looks at all of them.</summary>
internal struct GlobalSymbol
{
    // By state: the graph that defines it and the symbol there, or the scope that answered and the owner of its thread-local block.
    private int _source;
    private int _part;

    /// <summary>Whose file holds the name's bytes.</summary>
    internal int NameGraph;
    internal FileRange Name;
    internal uint Hash;

    /// <summary>Address of an external name, alignment of a common one.</summary>
    private ulong _value;

    /// <summary>Size of a name that is not undefined, 0 when unknown.</summary>
    internal ulong Size;
    internal GlobalState State;
    internal SymbolKind Kind;
    internal SymbolVisibility Visibility;

    /// <summary>Whether its definition in one of the graphs is a number that no layout changes.</summary>
    internal bool IsAbsolute;

    /// <summary>Whether a graph refers to it that does not define it.</summary>
    internal bool IsMentioned;

    /// <summary>Whether somebody refers to it other than weakly.</summary>
    internal bool IsNeeded;

    /// <summary>Whether the scopes were asked, and whether for a strong reference.</summary>
    internal bool WasAsked;

    /// <summary>Whether the scopes were asked because another name stands for this one.</summary>
    internal bool WasAskedInstead;

    /// <summary>Over how many names its meaning came to it, 0 when it is its own.</summary>
    internal byte AlternateCount;

    /// <summary>Whether 32-bit fields hold the address of this external function.</summary>
    internal bool IsTakenAbsolute;

    /// <summary>Bits of the narrowest field that holds the distance to this external function, 0 when none does.</summary>
    internal byte DistanceBits;

    /// <summary>Whether fields hold the distance from the image's start to this external function.</summary>
    internal bool IsTakenFromBase;

    /// <summary>Whether a graph of the link defines it, in a section or as a number.</summary>
    internal readonly bool IsDefined => State is GlobalState.Weak or GlobalState.Strong;

    /// <summary>Whose symbol table defines it, in the states Weak and Strong.</summary>
    internal readonly int Graph => _source;

    /// <summary>The symbol there.</summary>
    internal readonly SymbolId Symbol => new((uint)_part);

    /// <summary>Who answered, in the state External: index into <see cref="Binding.Scopes"/>.</summary>
    internal readonly int Scope => _source;

    /// <summary>For a thread-local variable of another image: index into <see cref="Binding.ThreadLocalOwners"/>, from 1; <see cref="Address"/> is then an offset in that image's block.</summary>
    internal readonly int ThreadLocalOwner => State == GlobalState.External ? _part : 0;

    /// <summary>Address of an external name.</summary>
    internal readonly ulong Address => _value;

    /// <summary>Alignment of a common name.</summary>
    internal readonly ulong Alignment => _value;

    /// <summary>A graph defines the name.</summary>
    internal void Define(GlobalState state, int graph, SymbolId id, in Symbol symbol)
    {
        State = state;
        _source = graph;
        _part = (int)id.Index;
        Kind = symbol.Kind;
        Size = symbol.Size;
        IsAbsolute = symbol.Place == SymbolPlace.Absolute;
    }

    /// <summary>A graph asks for common storage under the name; the largest size and alignment win.</summary>
    internal void Enlarge(ulong size, ulong alignment)
    {
        _value = State == GlobalState.Common ? Math.Max(_value, alignment) : alignment;
        Size = State == GlobalState.Common ? Math.Max(Size, size) : size;
        State = GlobalState.Common;
        Kind = SymbolKind.Data;
    }

    /// <summary>The name means what another one means.</summary>
    internal void StandFor(in GlobalSymbol other)
    {
        State = other.State == GlobalState.Strong ? GlobalState.Weak : other.State;
        _source = other._source;
        _part = other._part;
        _value = other._value;
        Size = other.Size;
        Kind = other.Kind;
        IsAbsolute = other.IsAbsolute;
    }

    /// <summary>A scope answers for the name.</summary>
    internal void Answer(int scope, in SymbolAnswer answer, int threadLocalOwner)
    {
        State = GlobalState.External;
        _source = scope;
        _part = threadLocalOwner;
        _value = answer.Address;
        Size = answer.Size;
        Kind = answer.Kind;
    }
}
