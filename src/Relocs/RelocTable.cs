using static Linker.Relocs.Origin;
using static Linker.Relocs.Target;
using static Linker.Relocs.ValueRange;

namespace Linker.Relocs;

/// <summary>One row a kind. Nothing else in the code base knows what a relocation does.</summary>
public static class RelocTable
{
    private static readonly RelocForm[] Forms = Build();

    /// <summary>How many kinds there are, <see cref="RelocKind.Refused"/> included.</summary>
    public static int Count => Forms.Length;

    /// <summary>The row of a kind. <see cref="RelocKind.Refused"/> has a row without a field, so that a loop needs no special case to skip it.</summary>
    public static ref readonly RelocForm For(RelocKind kind) => ref Forms[(int)kind];

    private static RelocForm[] Build()
    {
        var forms = new RelocForm[(int)RelocKind.A64SecRelLdSt128Offset12 + 1];
        void Row(RelocKind kind, Target target, Origin origin, Field field, ValueRange? range = null) =>
            forms[(int)kind] = new RelocForm(target, origin, field, range ?? Unchecked);

        //  kind                         S                   O              field         range
        forms[(int)RelocKind.Refused] = new RelocForm(Symbol, Zero, Field.None) { Uses = SymbolUses.Refused };
        Row(RelocKind.None,              Symbol,             Zero,          Field.None);
        Row(RelocKind.Abs8,              Symbol,             Zero,          Field.Word8,  Either(8));
        Row(RelocKind.Abs16,             Symbol,             Zero,          Field.Word16, Either(16));
        Row(RelocKind.AbsU32,            Symbol,             Zero,          Field.Word32, Unsigned(32));
        Row(RelocKind.AbsS32,            Symbol,             Zero,          Field.Word32, Signed(32));
        Row(RelocKind.Abs32,             Symbol,             Zero,          Field.Word32, Either(32));
        Row(RelocKind.Abs64,             Symbol,             Zero,          Field.Word64);
        Row(RelocKind.Pc8,               Symbol,             Place,         Field.Word8,  Signed(8));
        Row(RelocKind.Pc16,              Symbol,             Place,         Field.Word16, Signed(16));
        Row(RelocKind.Pc32,              Symbol,             Place,         Field.Word32, Signed(32));
        Row(RelocKind.Pc64,              Symbol,             Place,         Field.Word64);
        Row(RelocKind.Branch32,          Stub,               Place,         Field.Word32, Signed(32));
        Row(RelocKind.GotPc32,           GotSlot,            Place,         Field.Word32, Signed(32));
        Row(RelocKind.GotPc64,           GotSlot,            Place,         Field.Word64);
        Row(RelocKind.Got32,             GotSlot,            Got,           Field.Word32, Signed(32));
        Row(RelocKind.Got64,             GotSlot,            Got,           Field.Word64);
        Row(RelocKind.GotBasePc32,       GotBase,            Place,         Field.Word32, Signed(32));
        Row(RelocKind.GotBasePc64,       GotBase,            Place,         Field.Word64);
        Row(RelocKind.GotRel32,          Symbol,             Got,           Field.Word32, Signed(32));
        Row(RelocKind.GotRel64,          Symbol,             Got,           Field.Word64);
        Row(RelocKind.BranchGotRel64,    Stub,               Got,           Field.Word64);
        Row(RelocKind.Size32,            SymbolSize,         Zero,          Field.Word32, Either(32));
        Row(RelocKind.Size64,            SymbolSize,         Zero,          Field.Word64);
        Row(RelocKind.TlsIndexPc32,      TlsIndexSlots,      Place,         Field.Word32, Signed(32));
        Row(RelocKind.TlsModulePc32,     TlsModuleSlots,     Place,         Field.Word32, Signed(32));
        Row(RelocKind.TlsOffsetPc32,     TlsOffsetSlot,      Place,         Field.Word32, Signed(32));
        Row(RelocKind.TlsDescriptorPc32, TlsDescriptorSlots, Place,         Field.Word32, Signed(32));
        Row(RelocKind.DtpRel32,          Symbol,             TlsBlock,      Field.Word32, Signed(32));
        Row(RelocKind.DtpRel64,          Symbol,             TlsBlock,      Field.Word64);
        Row(RelocKind.TpRel32,           Symbol,             ThreadPointer, Field.Word32, Signed(32));
        Row(RelocKind.TpRel64,           Symbol,             ThreadPointer, Field.Word64);
        Row(RelocKind.ImageRel32,        Symbol,             Image,         Field.Word32, Unsigned(32));
        Row(RelocKind.SecRel32,          Symbol,             Section,       Field.Word32, Unsigned(32));
        Row(RelocKind.SectionNumber16,   SectionNumber,      Zero,          Field.Word16, Unsigned(16));
        Row(RelocKind.GotSlot64,         GotSlot,            Zero,          Field.Word64);
        Row(RelocKind.Diff8,             Symbol,             Subtrahend,    Field.Word8,  Signed(8));
        Row(RelocKind.Diff16,            Symbol,             Subtrahend,    Field.Word16, Signed(16));
        Row(RelocKind.Diff32,            Symbol,             Subtrahend,    Field.Word32, Signed(32));
        Row(RelocKind.Diff64,            Symbol,             Subtrahend,    Field.Word64);
        A64Rows.AddTo(forms);
        return forms;
    }
}
