namespace Linker.Relocs;

/// <summary>A relocation kind as data: the axes of X = ⌊S + A⌋ − ⌊O⌋, and the field that X goes into.</summary>
/// <param name="Target">What S is.</param>
/// <param name="Origin">What O is.</param>
/// <param name="Field">Which bits of the place are ours.</param>
/// <param name="Range">When X is an error.</param>
/// <param name="Page">What is rounded to a page.</param>
/// <param name="Alignment">X has to be a multiple of it: 1, 2, 4, 8 or 16.</param>
public readonly record struct RelocForm(Target Target, Origin Origin, Field Field, ValueRange Range, Page Page = Page.None, byte Alignment = 1)
{
    private const long PageMask = -4096;

    /// <summary>A form without a check.</summary>
    public RelocForm(Target target, Origin origin, Field field)
        : this(target, origin, field, ValueRange.Unchecked)
    {
    }

    /// <summary>The bits of S + A that count.</summary>
    internal long TargetMask => Page == Page.Both ? PageMask : -1;

    /// <summary>The bits of O that count.</summary>
    internal long OriginMask => Page == Page.None ? -1 : PageMask;

    /// <summary>Whether the equation has an A. Where an instruction finds a slot there is none (AAELF64 §5.7.3, §5.7.11); a word may count from anywhere.</summary>
    public bool TakesAddend { get; } = Field.Instruction == InstructionClass.None || Target is Target.Symbol or Target.Stub;

    /// <summary>Whether the place is a branch, which runs on to the next instruction when its symbol is a null weak reference.</summary>
    public bool IsBranch => Target == Target.Stub || Field.Instruction is InstructionClass.Branch19 or InstructionClass.Branch14;

    /// <summary>What the kind asks of its symbol, which follows from the axes.</summary>
    public SymbolUses Uses { get; init; } = UsesOf(Target, Origin, Field, Range) | NearOf(Field, Range);

    /// <summary>The equation and the field, the two lines that the documentation of the kind shows.</summary>
    public override string ToString()
    {
        if (Field.Size == 0)
        {
            return "no field";
        }

        string bits = Field.Instruction == InstructionClass.None ? "X" : $"X[{Field.HighBit}:{Field.LowBit}]";
        string alignment = Alignment == 1 ? "" : $", X[{int.Log2(Alignment) - 1}:0] = 0";
        string check = Range.ToString();
        return $"X = {Equation}\n{Field} ← {bits}{alignment}{(check.Length == 0 ? "" : ", " + check)}";
    }

    /// <summary>The right side of the equation in the letters that <see cref="RelocKind"/> defines.</summary>
    public string Equation => Page switch
    {
        Page.Both when Origin != Origin.Zero => $"Page({Sum}) − Page({Letter(Origin)})",
        Page.Origin when Origin != Origin.Zero => $"{Sum} − Page({Letter(Origin)})",
        Page.Both => $"Page({Sum})",
        _ when Origin != Origin.Zero => $"{Sum} − {Letter(Origin)}",
        _ => Sum,
    };

    private string Sum => TakesAddend ? $"{Letter(Target)} + A" : Letter(Target);

    private static SymbolUses UsesOf(Target target, Origin origin, Field field, ValueRange range) => target switch
    {
        _ when field.Size == 0 => SymbolUses.None,
        Target.GotBase or Target.SymbolSize => SymbolUses.None,
        Target.GotSlot => SymbolUses.Slot,
        Target.TlsIndexSlots => SymbolUses.TlsIndex,
        Target.TlsModuleSlots => SymbolUses.TlsModule,
        Target.TlsOffsetSlot => SymbolUses.TlsOffset,
        Target.TlsDescriptorSlots => SymbolUses.TlsDescriptor,
        Target.SectionNumber => SymbolUses.SectionNumber,
        _ when origin == Origin.Section => SymbolUses.SectionOffset,
        _ when origin == Origin.Image => SymbolUses.ImageOffset,
        _ when origin == Origin.TlsBlock => SymbolUses.BlockOffset,
        _ when origin == Origin.ThreadPointer => SymbolUses.ThreadOffset,
        Target.Stub when range != ValueRange.Unchecked => SymbolUses.Branch,
        _ => UsesOf(origin, range),
    };

    private static SymbolUses NearOf(Field field, ValueRange range) =>
        range.Bits == 21 && field.Instruction is InstructionClass.Adr or InstructionClass.Literal ? SymbolUses.Near : SymbolUses.None;

    // By how far the value can go: what is as wide as an address reaches everything.
    private static SymbolUses UsesOf(Origin origin, ValueRange range) => (origin, range.Bits) switch
    {
        (_, >= 48) => SymbolUses.Wide,
        (Origin.Zero, >= 32) => SymbolUses.Address32,
        (Origin.Zero, _) => SymbolUses.Address16,
        (_, >= 33) => SymbolUses.Distance33,
        (_, 32) => SymbolUses.Distance32,
        _ => SymbolUses.Distance16,
    };

    private static string Letter(Target target) => target switch
    {
        Target.GotSlot => "G",
        Target.GotBase => "GOT",
        Target.TlsIndexSlots => "GTLSIDX",
        Target.TlsModuleSlots => "GLDM",
        Target.TlsOffsetSlot => "GTPREL",
        Target.TlsDescriptorSlots => "GTLSDESC",
        Target.SymbolSize => "Z",
        Target.SectionNumber => "N",
        _ => "S",
    };

    private static string Letter(Origin origin) => origin switch
    {
        Origin.Place => "P",
        Origin.Got => "GOT",
        Origin.TlsBlock => "DTP",
        Origin.ThreadPointer => "TP",
        Origin.Image => "IB",
        Origin.Section => "SEC",
        Origin.Subtrahend => "B",
        _ => "",
    };
}
