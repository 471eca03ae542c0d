using System.Buffers;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Names that the linker itself defines when objects ask for them and nobody else does.</summary>
internal enum SyntheticSymbol : byte
{
    None,

    /// <summary><c>_GLOBAL_OFFSET_TABLE_</c>: the table of slots.</summary>
    GotBase,

    /// <summary><c>__dso_handle</c>: an address that only this image has; <c>__cxa_atexit</c> files handlers under it.</summary>
    DsoHandle,

    /// <summary><c>_TLS_MODULE_BASE_</c>: the start of the image's thread-local block, for local-dynamic code with descriptors.</summary>
    TlsModuleBase,

    /// <summary><c>__imp_NAME</c>: the slot that holds the address of a name. COFF only, as the two after it.</summary>
    Import,

    /// <summary><c>_tls_index</c>: the number of the image's block of thread-local variables.</summary>
    BlockNumber,

    /// <summary><c>__ImageBase</c>, Mach-O <c>___dso_handle</c> and <c>__mh_execute_header</c>: the lowest address of the image.</summary>
    ImageBase,

    /// <summary><c>__start_NAME</c>, Mach-O <c>section$start$SEGMENT$NAME</c>: the first byte of all sections of that name.</summary>
    SectionStart,

    /// <summary><c>__stop_NAME</c>, Mach-O <c>section$end$SEGMENT$NAME</c>: the byte after the last of them.</summary>
    SectionStop,
}

/// <summary>Recognises the linker's own names.</summary>
internal static class SyntheticSymbols
{
    private static readonly SearchValues<byte> IdentifierBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    internal static SyntheticSymbol KindOf(ReadOnlySpan<byte> name, ObjectFormat format) => name switch
    {
        // Nearly all names are other ones.
        _ when name.Length < 7 || name[0] is not ((byte)'_' or (byte)'s') => SyntheticSymbol.None,
        _ when format == ObjectFormat.Coff => KindInCoff(name),
        _ when format == ObjectFormat.MachO => KindInMachO(name),
        _ when name.SequenceEqual("_GLOBAL_OFFSET_TABLE_"u8) => SyntheticSymbol.GotBase,
        _ when name.SequenceEqual("__dso_handle"u8) => SyntheticSymbol.DsoHandle,
        _ when name.SequenceEqual("_TLS_MODULE_BASE_"u8) => SyntheticSymbol.TlsModuleBase,
        _ when name.StartsWith("__start_"u8) => SyntheticSymbol.SectionStart,
        _ when name.StartsWith("__stop_"u8) => SyntheticSymbol.SectionStop,
        _ => SyntheticSymbol.None,
    };

    private static SyntheticSymbol KindInCoff(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.StartsWith(ImportPrefix) && name.Length > ImportPrefix.Length => SyntheticSymbol.Import,
        _ when name.SequenceEqual("_tls_index"u8) => SyntheticSymbol.BlockNumber,
        _ when name.SequenceEqual("__ImageBase"u8) => SyntheticSymbol.ImageBase,
        _ => SyntheticSymbol.None,
    };

    // Each names the file header, with which an image begins that Apple's linker makes.
    private static SyntheticSymbol KindInMachO(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.StartsWith(StartPrefix) => SyntheticSymbol.SectionStart,
        _ when name.StartsWith(EndPrefix) => SyntheticSymbol.SectionStop,
        _ when name.SequenceEqual("___dso_handle"u8) || name.SequenceEqual("__mh_execute_header"u8) || name.SequenceEqual("__mh_dylib_header"u8) || name.SequenceEqual("__mh_bundle_header"u8) =>
            SyntheticSymbol.ImageBase,
        _ => SyntheticSymbol.None,
    };

    private static ReadOnlySpan<byte> StartPrefix => "section$start$"u8;

    private static ReadOnlySpan<byte> EndPrefix => "section$end$"u8;

    /// <summary>What stands before a name where its slot is meant.</summary>
    internal static ReadOnlySpan<byte> ImportPrefix => "__imp_"u8;

    /// <summary>For a start or stop name, the section it speaks of, as <see cref="EdgeNameOf"/> says it.</summary>
    internal static ReadOnlySpan<byte> SectionNameOf(ReadOnlySpan<byte> name) =>
        name[(name.StartsWith("__start_"u8) ? "__start_"u8 : name.StartsWith("__stop_"u8) ? "__stop_"u8 : name.StartsWith(StartPrefix) ? StartPrefix : EndPrefix).Length..];

    /// <summary>What a section is called in the names of its edges, <c>SEGMENT$NAME</c> in Mach-O; <see langword="null"/> where its name cannot be spelled in C.</summary>
    internal static string? EdgeNameOf(LinkGraph graph, in Section section) =>
        graph.Format == ObjectFormat.MachO ? graph.SegmentOf(section) is { Length: > 0 } segment ? segment + "$" + graph.NameOf(section) : null
        : IsIdentifier(graph.Bytes(section.Name)) ? graph.NameOf(section)
        : null;

    /// <summary>Whether the linker defines the name in this link: a start or stop name needs a section that is called so. Apple's linker makes an empty one where there is none.</summary>
    internal static bool IsKnown(Binding binding, int index)
    {
        ReadOnlySpan<byte> name = binding.Globals.NameOf(index);
        return KindOf(name, binding.Format) switch
        {
            SyntheticSymbol.GotBase or SyntheticSymbol.DsoHandle or SyntheticSymbol.TlsModuleBase or SyntheticSymbol.BlockNumber or SyntheticSymbol.ImageBase => true,
            SyntheticSymbol.Import => binding.ImportedBy(index) is var imported and not 0 && binding.Globals[imported].State is not (GlobalState.Undefined or GlobalState.Null),
            SyntheticSymbol.SectionStart or SyntheticSymbol.SectionStop => binding.Format == ObjectFormat.MachO || binding.HasSection(SectionNameOf(name)),
            _ => false,
        };
    }

    // Only names that can be spelled in C have a start and a stop.
    private static bool IsIdentifier(ReadOnlySpan<byte> name) =>
        name.Length > 0 && !char.IsAsciiDigit((char)name[0]) && name.IndexOfAnyExcept(IdentifierBytes) < 0;
}
