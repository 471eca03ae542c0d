using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>The format's own words for numbers that the graph keeps as numbers.</summary>
internal static class ElfWords
{
    /// <summary>A section's type without its prefix SHT_; gABI chapter 4, psABI §4.2.</summary>
    internal static string TypeOf(in Section section) => section.FormatType switch
    {
        0 => "NULL",
        1 => "PROGBITS",
        2 => "SYMTAB",
        3 => "STRTAB",
        4 => "RELA",
        5 => "HASH",
        6 => "DYNAMIC",
        7 => "NOTE",
        8 => "NOBITS",
        9 => "REL",
        14 => "INIT_ARRAY",
        15 => "FINI_ARRAY",
        16 => "PREINIT_ARRAY",
        17 => "GROUP",
        18 => "SYMTAB_SHNDX",
        0x40000014 or 20 => "CREL",
        0x6fff4c03 => "LLVM_ADDRSIG",
        0x70000001 => "X86_64_UNWIND",
        _ => $"0x{section.FormatType:x}",
    };

    /// <summary>A section's flags by the letters that readelf prints.</summary>
    internal static string FlagsOf(in Section section) => FormatWords.LettersOf(
        section.FormatFlags,
        [
            (0x2, 'A'), (0x1, 'W'), (0x4, 'X'), (0x10, 'M'), (0x20, 'S'), (0x40, 'I'), (0x80, 'L'),
            (0x200, 'G'), (0x400, 'T'), (0x800, 'C'), (0x1000_0000, 'l'), (0x8000_0000, 'E'), (0x20_0000, 'R'),
        ]);
}
