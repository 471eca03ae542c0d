namespace Linker.Loader;

/// <summary>Numbers of DWARF, as far as line tables have them: DWARF 5 §7.5.6 and §7.22, DWARF 4 §7.21.</summary>
internal static class DwarfConstants
{
    internal const uint WideFormat = 0xffffffff; // a length that a 64-bit one follows
    internal const uint ReservedLength = 0xfffffff0;

    internal const ulong Path = 1;            // DW_LNCT_path
    internal const ulong DirectoryIndex = 2;  // DW_LNCT_directory_index

    internal const ulong FormBlock2 = 0x03;   // DW_FORM_block2
    internal const ulong FormBlock4 = 0x04;   // DW_FORM_block4
    internal const ulong FormData2 = 0x05;    // DW_FORM_data2
    internal const ulong FormData4 = 0x06;    // DW_FORM_data4
    internal const ulong FormData8 = 0x07;    // DW_FORM_data8
    internal const ulong FormString = 0x08;   // DW_FORM_string
    internal const ulong FormBlock = 0x09;    // DW_FORM_block
    internal const ulong FormBlock1 = 0x0a;   // DW_FORM_block1
    internal const ulong FormData1 = 0x0b;    // DW_FORM_data1
    internal const ulong FormSigned = 0x0d;   // DW_FORM_sdata
    internal const ulong FormStringOffset = 0x0e;     // DW_FORM_strp
    internal const ulong FormUnsigned = 0x0f; // DW_FORM_udata
    internal const ulong FormData16 = 0x1e;   // DW_FORM_data16
    internal const ulong FormLineString = 0x1f;       // DW_FORM_line_strp

    internal const byte Extended = 0;
    internal const byte Copy = 1;             // DW_LNS_copy
    internal const byte AdvanceAddress = 2;   // DW_LNS_advance_pc
    internal const byte AdvanceLine = 3;      // DW_LNS_advance_line
    internal const byte SetFile = 4;          // DW_LNS_set_file
    internal const byte ConstAdvance = 8;     // DW_LNS_const_add_pc
    internal const byte FixedAdvance = 9;     // DW_LNS_fixed_advance_pc

    internal const byte EndSequence = 1;      // DW_LNE_end_sequence
    internal const byte SetAddress = 2;       // DW_LNE_set_address
    internal const byte DefineFile = 3;       // DW_LNE_define_file
}
