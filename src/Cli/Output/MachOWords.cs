using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>Words for the types and attributes of Mach-O sections. Apple's mach-o/loader.h.</summary>
internal static class MachOWords
{
    private static readonly string[] Types =
    [
        "REGULAR", "ZEROFILL", "CSTRING_LITERALS", "4BYTE_LITERALS", "8BYTE_LITERALS", "LITERAL_POINTERS", "NON_LAZY_SYMBOL_POINTERS", "LAZY_SYMBOL_POINTERS",
        "SYMBOL_STUBS", "MOD_INIT_FUNC_POINTERS", "MOD_TERM_FUNC_POINTERS", "COALESCED", "GB_ZEROFILL", "INTERPOSING", "16BYTE_LITERALS", "DTRACE_DOF",
        "LAZY_DYLIB_SYMBOL_POINTERS", "THREAD_LOCAL_REGULAR", "THREAD_LOCAL_ZEROFILL", "THREAD_LOCAL_VARIABLES", "THREAD_LOCAL_VARIABLE_POINTERS", "THREAD_LOCAL_INIT_FUNCTION_POINTERS", "INIT_FUNC_OFFSETS",
    ];

    /// <summary>The section's type.</summary>
    internal static string TypeOf(in Section section) => section.FormatType < (uint)Types.Length ? Types[section.FormatType] : $"0x{section.FormatType:x}";

    /// <summary>Pure code, no table of contents, strip static symbols, no dead strip, live support, self-modifying code, debug, some code, external and local relocations.</summary>
    internal static string FlagsOf(in Section section) => FormatWords.LettersOf(
        section.FormatFlags,
        [
            (0x8000_0000, 'x'), (0x4000_0000, 't'), (0x2000_0000, 's'), (0x1000_0000, 'n'), (0x0800_0000, 'l'), (0x0400_0000, 'm'), (0x0200_0000, 'd'), (0x400, 'c'), (0x200, 'e'), (0x100, 'r'),
        ]);
}
