using static Linker.Relocs.A64Fields;
using static Linker.Relocs.Origin;
using static Linker.Relocs.RelocKind;
using static Linker.Relocs.Target;
using static Linker.Relocs.ValueRange;

namespace Linker.Relocs;

/// <summary>The rows of <see cref="RelocTable"/> whose fields are immediates of AArch64 instructions. AAELF64 §5.7.6, §5.7.11.</summary>
internal static class A64Rows
{
    internal static void AddTo(RelocForm[] forms)
    {
        void Row(RelocKind kind, Target target, Origin origin, Field field, ValueRange? range = null, Page page = Page.None, byte alignment = 1) =>
            forms[(int)kind] = new RelocForm(target, origin, field, range ?? Unchecked, page, alignment);

        //  kind                              S                    O              field
        Row(A64MovwU0,                     Symbol,              Zero,          MovW(0), Unsigned(16));
        Row(A64MovwU0Nc,                   Symbol,              Zero,          MovW(0));
        Row(A64MovwU1,                     Symbol,              Zero,          MovW(1), Unsigned(32));
        Row(A64MovwU1Nc,                   Symbol,              Zero,          MovW(1));
        Row(A64MovwU2,                     Symbol,              Zero,          MovW(2), Unsigned(48));
        Row(A64MovwU2Nc,                   Symbol,              Zero,          MovW(2));
        Row(A64MovwU3,                     Symbol,              Zero,          MovW(3));
        Row(A64MovwS0,                     Symbol,              Zero,          MovSigned(0), Signed(17));
        Row(A64MovwS1,                     Symbol,              Zero,          MovSigned(1), Signed(33));
        Row(A64MovwS2,                     Symbol,              Zero,          MovSigned(2), Signed(49));
        Row(A64PcMovw0,                    Symbol,              Place,         MovSigned(0), Signed(17));
        Row(A64PcMovw0Nc,                  Symbol,              Place,         MovW(0));
        Row(A64PcMovw1,                    Symbol,              Place,         MovSigned(1), Signed(33));
        Row(A64PcMovw1Nc,                  Symbol,              Place,         MovW(1));
        Row(A64PcMovw2,                    Symbol,              Place,         MovSigned(2), Signed(49));
        Row(A64PcMovw2Nc,                  Symbol,              Place,         MovW(2));
        Row(A64PcMovw3,                    Symbol,              Place,         MovSigned(3));
        Row(A64GotMovw0,                   GotSlot,             Got,           MovSigned(0), Signed(17));
        Row(A64GotMovw0Nc,                 GotSlot,             Got,           MovW(0));
        Row(A64GotMovw1,                   GotSlot,             Got,           MovSigned(1), Signed(33));
        Row(A64GotMovw1Nc,                 GotSlot,             Got,           MovW(1));
        Row(A64GotMovw2,                   GotSlot,             Got,           MovSigned(2), Signed(49));
        Row(A64GotMovw2Nc,                 GotSlot,             Got,           MovW(2));
        Row(A64GotMovw3,                   GotSlot,             Got,           MovSigned(3));
        Row(A64Literal19,                  Symbol,              Place,         Literal19, Signed(21), alignment: 4);
        Row(A64Branch19,                   Symbol,              Place,         Branch19, Signed(21), alignment: 4);
        Row(A64Branch14,                   Symbol,              Place,         Branch14, Signed(16), alignment: 4);
        Row(A64Adr21,                      Symbol,              Place,         Adr21, Signed(21));
        Row(A64Page21,                     Symbol,              Place,         Page21, Signed(33), page: Page.Both);
        Row(A64Page21Nc,                   Symbol,              Place,         Page21, page: Page.Both);
        Row(A64Add12,                      Symbol,              Zero,          Add12);
        Row(A64LdSt8Offset12,              Symbol,              Zero,          LdSt8);
        Row(A64LdSt16Offset12,             Symbol,              Zero,          LdSt16, alignment: 2);
        Row(A64LdSt32Offset12,             Symbol,              Zero,          LdSt32, alignment: 4);
        Row(A64LdSt64Offset12,             Symbol,              Zero,          LdSt64, alignment: 8);
        Row(A64LdSt128Offset12,            Symbol,              Zero,          LdSt128, alignment: 16);
        Row(A64Branch26,                   Stub,                Place,         Branch26, Signed(28), alignment: 4);
        Row(A64GotLiteral19,               GotSlot,             Place,         Literal19, Signed(21), alignment: 4);
        Row(A64GotPage21,                  GotSlot,             Place,         Page21, Signed(33), page: Page.Both);
        Row(A64GotLd64Offset12,            GotSlot,             Zero,          LdSt64, alignment: 8);
        Row(A64GotLd64Offset15,            GotSlot,             Got,           LdSt64Wide, Unsigned(15), alignment: 8);
        Row(A64GotPageLd64Offset15,        GotSlot,             Got,           LdSt64Wide, Unsigned(15), page: Page.Origin, alignment: 8);
        Row(A64TlsIndexAdr21,              TlsIndexSlots,       Place,         Adr21, Signed(21));
        Row(A64TlsIndexPage21,             TlsIndexSlots,       Place,         Page21, Signed(33), page: Page.Both);
        Row(A64TlsIndexAdd12,              TlsIndexSlots,       Zero,          Add12);
        Row(A64TlsIndexMovw1,              TlsIndexSlots,       Got,           MovSigned(1), Signed(33));
        Row(A64TlsIndexMovw0Nc,            TlsIndexSlots,       Got,           MovW(0));
        Row(A64TlsModuleLiteral19,         TlsModuleSlots,      Place,         Literal19, Signed(21), alignment: 4);
        Row(A64TlsModuleAdr21,             TlsModuleSlots,      Place,         Adr21, Signed(21));
        Row(A64TlsModulePage21,            TlsModuleSlots,      Place,         Page21, Signed(33), page: Page.Both);
        Row(A64TlsModuleAdd12,             TlsModuleSlots,      Zero,          Add12);
        Row(A64TlsModuleMovw1,             TlsModuleSlots,      Got,           MovSigned(1), Signed(33));
        Row(A64TlsModuleMovw0Nc,           TlsModuleSlots,      Got,           MovW(0));
        Row(A64TlsOffsetLiteral19,         TlsOffsetSlot,       Place,         Literal19, Signed(21), alignment: 4);
        Row(A64TlsOffsetPage21,            TlsOffsetSlot,       Place,         Page21, Signed(33), page: Page.Both);
        Row(A64TlsOffsetLd64Offset12,      TlsOffsetSlot,       Zero,          LdSt64, alignment: 8);
        Row(A64TlsOffsetMovw1,             TlsOffsetSlot,       Got,           MovSigned(1), Signed(33));
        Row(A64TlsOffsetMovw0Nc,           TlsOffsetSlot,       Got,           MovW(0));
        Row(A64TlsDescriptorLiteral19,     TlsDescriptorSlots,  Place,         Literal19, Signed(21), alignment: 4);
        Row(A64TlsDescriptorAdr21,         TlsDescriptorSlots,  Place,         Adr21, Signed(21));
        Row(A64TlsDescriptorPage21,        TlsDescriptorSlots,  Place,         Page21, Signed(33), page: Page.Both);
        Row(A64TlsDescriptorLd64Offset12,  TlsDescriptorSlots,  Zero,          LdSt64, alignment: 8);
        Row(A64TlsDescriptorAdd12,         TlsDescriptorSlots,  Zero,          Add12);
        Row(A64TlsDescriptorMovw1,         TlsDescriptorSlots,  Got,           MovSigned(1), Signed(33));
        Row(A64TlsDescriptorMovw0Nc,       TlsDescriptorSlots,  Got,           MovW(0));
        Row(A64DtpRelMovw0,                Symbol,              TlsBlock,      MovSigned(0), Signed(17));
        Row(A64DtpRelMovw0Nc,              Symbol,              TlsBlock,      MovW(0));
        Row(A64DtpRelMovw1,                Symbol,              TlsBlock,      MovSigned(1), Signed(33));
        Row(A64DtpRelMovw1Nc,              Symbol,              TlsBlock,      MovW(1));
        Row(A64DtpRelMovw2,                Symbol,              TlsBlock,      MovSigned(2), Signed(49));
        Row(A64DtpRelAddHi12,              Symbol,              TlsBlock,      AddHi12, Unsigned(24));
        Row(A64DtpRelAdd12,                Symbol,              TlsBlock,      Add12, Unsigned(12));
        Row(A64DtpRelAdd12Nc,              Symbol,              TlsBlock,      Add12);
        Row(A64DtpRelLdSt8Offset12,        Symbol,              TlsBlock,      LdSt8, Unsigned(12));
        Row(A64DtpRelLdSt8Offset12Nc,      Symbol,              TlsBlock,      LdSt8);
        Row(A64DtpRelLdSt16Offset12,       Symbol,              TlsBlock,      LdSt16, Unsigned(12), alignment: 2);
        Row(A64DtpRelLdSt16Offset12Nc,     Symbol,              TlsBlock,      LdSt16, alignment: 2);
        Row(A64DtpRelLdSt32Offset12,       Symbol,              TlsBlock,      LdSt32, Unsigned(12), alignment: 4);
        Row(A64DtpRelLdSt32Offset12Nc,     Symbol,              TlsBlock,      LdSt32, alignment: 4);
        Row(A64DtpRelLdSt64Offset12,       Symbol,              TlsBlock,      LdSt64, Unsigned(12), alignment: 8);
        Row(A64DtpRelLdSt64Offset12Nc,     Symbol,              TlsBlock,      LdSt64, alignment: 8);
        Row(A64DtpRelLdSt128Offset12,      Symbol,              TlsBlock,      LdSt128, Unsigned(12), alignment: 16);
        Row(A64DtpRelLdSt128Offset12Nc,    Symbol,              TlsBlock,      LdSt128, alignment: 16);
        Row(A64TpRelMovw0,                 Symbol,              ThreadPointer, MovSigned(0), Signed(17));
        Row(A64TpRelMovw0Nc,               Symbol,              ThreadPointer, MovW(0));
        Row(A64TpRelMovw1,                 Symbol,              ThreadPointer, MovSigned(1), Signed(33));
        Row(A64TpRelMovw1Nc,               Symbol,              ThreadPointer, MovW(1));
        Row(A64TpRelMovw2,                 Symbol,              ThreadPointer, MovSigned(2), Signed(49));
        Row(A64TpRelAddHi12,               Symbol,              ThreadPointer, AddHi12, Unsigned(24));
        Row(A64TpRelAdd12,                 Symbol,              ThreadPointer, Add12, Unsigned(12));
        Row(A64TpRelAdd12Nc,               Symbol,              ThreadPointer, Add12);
        Row(A64TpRelLdSt8Offset12,         Symbol,              ThreadPointer, LdSt8, Unsigned(12));
        Row(A64TpRelLdSt8Offset12Nc,       Symbol,              ThreadPointer, LdSt8);
        Row(A64TpRelLdSt16Offset12,        Symbol,              ThreadPointer, LdSt16, Unsigned(12), alignment: 2);
        Row(A64TpRelLdSt16Offset12Nc,      Symbol,              ThreadPointer, LdSt16, alignment: 2);
        Row(A64TpRelLdSt32Offset12,        Symbol,              ThreadPointer, LdSt32, Unsigned(12), alignment: 4);
        Row(A64TpRelLdSt32Offset12Nc,      Symbol,              ThreadPointer, LdSt32, alignment: 4);
        Row(A64TpRelLdSt64Offset12,        Symbol,              ThreadPointer, LdSt64, Unsigned(12), alignment: 8);
        Row(A64TpRelLdSt64Offset12Nc,      Symbol,              ThreadPointer, LdSt64, alignment: 8);
        Row(A64TpRelLdSt128Offset12,       Symbol,              ThreadPointer, LdSt128, Unsigned(12), alignment: 16);
        Row(A64TpRelLdSt128Offset12Nc,     Symbol,              ThreadPointer, LdSt128, alignment: 16);
        Row(A64SecRelAddHi12,              Symbol,              Section,       AddHi12, Unsigned(24));
        Row(A64SecRelAdd12,                Symbol,              Section,       Add12);
        Row(A64SecRelLdSt8Offset12,        Symbol,              Section,       LdSt8);
        Row(A64SecRelLdSt16Offset12,       Symbol,              Section,       LdSt16, alignment: 2);
        Row(A64SecRelLdSt32Offset12,       Symbol,              Section,       LdSt32, alignment: 4);
        Row(A64SecRelLdSt64Offset12,       Symbol,              Section,       LdSt64, alignment: 8);
        Row(A64SecRelLdSt128Offset12,      Symbol,              Section,       LdSt128, alignment: 16);
    }
}
