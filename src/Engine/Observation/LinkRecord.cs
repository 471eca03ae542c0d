using Linker.Relocs;

namespace Linker.Engine;

/// <summary>One fixup: what was asked, what came out, and the bytes before and after.</summary>
/// <param name="FileName">The object.</param>
/// <param name="Section">The section that is patched.</param>
/// <param name="Offset">Of the place in the section, in bytes.</param>
/// <param name="Kind">The kind.</param>
/// <param name="TypeName">The format's own name for it.</param>
/// <param name="Symbol">Name of the symbol, empty where it has none.</param>
/// <param name="S">What the target axis of the kind stands for: symbol, stub or slot.</param>
/// <param name="A">The addend.</param>
/// <param name="P">Address of the place.</param>
/// <param name="O">What is subtracted.</param>
/// <param name="X">The result.</param>
/// <param name="Before">The bytes of the place before, little-endian.</param>
/// <param name="After">The bytes of the place afterwards.</param>
/// <param name="ThroughStub">Whether S is a stub's address.</param>
public readonly record struct FixupEvent(
    string FileName, string Section, ulong Offset, RelocKind Kind, string TypeName, string Symbol, ulong S, long A, ulong P, ulong O, long X, ulong Before, ulong After, bool ThroughStub);

/// <summary>One section's way from the file to its address.</summary>
/// <param name="FileName">The object.</param>
/// <param name="Index">The section's index in the object.</param>
/// <param name="Name">The section.</param>
/// <param name="FileOffset">Of its content in the file; 0 for zero-fill.</param>
/// <param name="Address">Target address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Access">The access once sealed: <c>r-x</c>.</param>
public readonly record struct SectionEvent(string FileName, int Index, string Name, ulong FileOffset, ulong Address, ulong Size, string Access);

/// <summary>One name's way from its references to its definition.</summary>
/// <param name="Name">The name.</param>
/// <param name="Address">S.</param>
/// <param name="Size">Bytes, 0 when unknown.</param>
/// <param name="DefinedBy">The object or the scope that answered; <c>linker</c> for its own names, <c>nobody</c> for null weak references.</param>
/// <param name="Binding">How: strong, weak, common, external, synthetic, null.</param>
public readonly record struct SymbolEvent(string Name, ulong Address, ulong Size, string DefinedBy, string Binding);

/// <summary>One local symbol.</summary>
/// <param name="FileName">The object.</param>
/// <param name="Name">The name; others may have it too.</param>
/// <param name="SectionIndex">The section it lies in, 0 for an absolute symbol.</param>
/// <param name="Address">S.</param>
/// <param name="Size">Bytes, 0 when unknown.</param>
public readonly record struct LocalSymbolEvent(string FileName, string Name, int SectionIndex, ulong Address, ulong Size);

/// <summary>One slot of the table.</summary>
/// <param name="Address">G.</param>
/// <param name="Purpose">What it holds: address, stub target, resolved function, TLS index, TLS module, TLS offset, TLS descriptor, dso handle.</param>
/// <param name="Symbol">For whom, empty where for the image.</param>
/// <param name="FileName">The object that asked first.</param>
public readonly record struct SlotEvent(ulong Address, string Purpose, string Symbol, string FileName);

/// <summary>One generated jump.</summary>
/// <param name="Address">Of its first instruction.</param>
/// <param name="Symbol">Where it leads.</param>
/// <param name="SlotAddress">The slot it jumps through.</param>
/// <param name="FileName">The object that asked first.</param>
/// <param name="Addend">How many bytes behind the symbol it leads.</param>
public readonly record struct StubEvent(ulong Address, string Symbol, ulong SlotAddress, string FileName, long Addend = 0);

/// <summary>Everything one link did, as values. Made on request; nothing is recorded otherwise.</summary>
public sealed class LinkRecord
{
    internal List<FixupEvent> FixupList { get; } = [];

    internal List<SectionEvent> SectionList { get; } = [];

    internal List<SymbolEvent> SymbolList { get; } = [];

    internal List<LocalSymbolEvent> LocalSymbolList { get; } = [];

    internal List<SlotEvent> SlotList { get; } = [];

    internal List<StubEvent> StubList { get; } = [];

    /// <summary>The instruction set of the objects.</summary>
    public Machine Machine { get; internal set; }

    /// <summary>Every fixup in the order it was made.</summary>
    public IReadOnlyList<FixupEvent> Fixups => FixupList;

    /// <summary>Every section of the image in address order of the layout.</summary>
    public IReadOnlyList<SectionEvent> Sections => SectionList;

    /// <summary>Every global name of the link.</summary>
    public IReadOnlyList<SymbolEvent> Symbols => SymbolList;

    /// <summary>Every local symbol with a name and an address, object by object.</summary>
    public IReadOnlyList<LocalSymbolEvent> LocalSymbols => LocalSymbolList;

    /// <summary>Every slot that is read, in table order. Space is kept for those that far symbols would have needed.</summary>
    public IReadOnlyList<SlotEvent> Slots => SlotList;

    /// <summary>Every stub that something leads to, in table order. Space is kept for those that far functions would have needed.</summary>
    public IReadOnlyList<StubEvent> Stubs => StubList;
}
