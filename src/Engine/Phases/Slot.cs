using Linker.Loader;

namespace Linker.Engine;

/// <summary>What a slot of the table holds.</summary>
internal enum SlotKind : byte
{
    /// <summary>The address of the symbol.</summary>
    Address,

    /// <summary>Two words: TLS module and offset in its block.</summary>
    TlsIndex,

    /// <summary>Two words: the image's own TLS module and 0.</summary>
    TlsModule,

    /// <summary>The offset of the symbol from the thread pointer.</summary>
    TlsOffset,

    /// <summary>Two words: function and argument.</summary>
    TlsDescriptor,

    /// <summary>Two words: function and argument, for the start of the image's own thread-local block.</summary>
    TlsBlock,

    /// <summary>Its own address, which no other image has.</summary>
    DsoHandle,

    /// <summary>The number of the image's block among those of each thread (COFF <c>_tls_index</c>).</summary>
    BlockNumber,
}

/// <summary>A symbol as one link knows it: a name of the link, or a local symbol of one graph.</summary>
/// <param name="Graph">Whose reference asked first; for a local symbol, its graph.</param>
/// <param name="Symbol">The symbol in that graph.</param>
/// <param name="Global">Index into the link's names, 0 for a local symbol.</param>
internal readonly record struct LinkSymbol(int Graph, SymbolId Symbol, int Global);

/// <summary>An entry of the table of slots.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Symbol">For whom.</param>
/// <param name="Offset">From the start of the table, in bytes.</param>
/// <param name="Next">Index of another slot of the symbol, or −1.</param>
internal readonly record struct Slot(SlotKind Kind, LinkSymbol Symbol, uint Offset, int Next);

/// <summary>A generated jump that something leads to, and the slot of its own that it jumps through.</summary>
/// <param name="Symbol">Where it leads.</param>
/// <param name="Number">Its place among all stubs, and that of its slot among the stubs' slots.</param>
/// <param name="IsIndirect">Whether it leads where the symbol's resolver function says.</param>
/// <param name="Addend">How far behind the symbol it leads, in bytes.</param>
internal readonly record struct Stub(LinkSymbol Symbol, int Number, bool IsIndirect, long Addend);
