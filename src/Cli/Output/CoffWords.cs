using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>Words for the characteristics of COFF sections. PE Format, "Section Flags".</summary>
internal static class CoffWords
{
    /// <summary>What the section contains, <c>IMAGE_SCN_CNT_*</c> and <c>IMAGE_SCN_LNK_INFO</c>.</summary>
    internal static string TypeOf(in Section section) => section.FormatFlags switch
    {
        var flags when (flags & 0x200) != 0 => "INFO",
        var flags when (flags & 0x20) != 0 => "CODE",
        var flags when (flags & 0x40) != 0 => "DATA",
        var flags when (flags & 0x80) != 0 => "BSS",
        _ => "",
    };

    /// <summary>Read, write, execute, shared, discardable, removed, COMDAT, many relocations.</summary>
    internal static string FlagsOf(in Section section) => FormatWords.LettersOf(
        section.FormatFlags,
        [
            (0x4000_0000, 'r'), (0x8000_0000, 'w'), (0x2000_0000, 'x'), (0x1000_0000, 's'), (0x0200_0000, 'd'), (0x800, 'n'), (0x1000, 'c'), (0x0100_0000, 'o'),
        ]);
}
