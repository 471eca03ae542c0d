namespace Linker.Relocs;

/// <summary>A relocation kind as data: the axes of X = S + A − O, and the field that X goes into.</summary>
/// <param name="Target">What S is.</param>
/// <param name="Origin">What O is.</param>
/// <param name="Field">Which bits of the place are ours.</param>
/// <param name="Range">When X is an error.</param>
public readonly record struct RelocForm(Target Target, Origin Origin, Field Field, ValueRange Range)
{
    /// <summary>A form without a check.</summary>
    public RelocForm(Target target, Origin origin, Field field)
        : this(target, origin, field, ValueRange.Unchecked)
    {
    }

    /// <summary>What the kind asks of its symbol, which follows from the axes.</summary>
    public SymbolUses Uses { get; init; } = UsesOf(Target, Origin, Field, Range);

    /// <summary>The equation and the field, the two lines that the documentation of the kind shows.</summary>
    public override string ToString()
    {
        if (Field.Size == 0)
        {
            return "no field";
        }

        string check = Range.ToString();
        return $"X = {Equation}\n{Field} ← X{(check.Length == 0 ? "" : ", " + check)}";
    }

    /// <summary>The right side of the equation in the letters that <see cref="RelocKind"/> defines.</summary>
    public string Equation => $"{Letter(Target)} + A{Letter(Origin)}";

    private static SymbolUses UsesOf(Target target, Origin origin, Field field, ValueRange range) => target switch
    {
        _ when field.Size == 0 => SymbolUses.None,
        Target.GotBase or Target.SymbolSize => SymbolUses.None,
        Target.GotSlot => SymbolUses.Slot,
        Target.TlsIndexSlots => SymbolUses.TlsIndex,
        Target.TlsModuleSlots => SymbolUses.TlsModule,
        Target.TlsOffsetSlot => SymbolUses.TlsOffset,
        Target.TlsDescriptorSlots => SymbolUses.TlsDescriptor,
        _ when origin == Origin.TlsBlock => SymbolUses.BlockOffset,
        _ when origin == Origin.ThreadPointer => SymbolUses.ThreadOffset,
        _ when range == ValueRange.Unchecked => SymbolUses.Wide,
        Target.Stub => SymbolUses.Branch,
        _ when origin == Origin.Zero => field.Size == 4 ? SymbolUses.Address32 : SymbolUses.Address16,
        _ => field.Size == 4 ? SymbolUses.Distance32 : SymbolUses.Distance16,
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
        _ => "S",
    };

    private static string Letter(Origin origin) => origin switch
    {
        Origin.Place => " − P",
        Origin.Got => " − GOT",
        Origin.TlsBlock => " − DTP",
        Origin.ThreadPointer => " − TP",
        _ => "",
    };
}
