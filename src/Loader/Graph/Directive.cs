namespace Linker.Loader;

/// <summary>Something that an object tells its linker (COFF <c>.drectve</c>, Mach-O <c>LC_LINKER_OPTION</c>).</summary>
/// <param name="Kind">What.</param>
/// <param name="Argument">The option's text behind the colon, or the whole option where its kind is not known.</param>
public readonly record struct Directive(DirectiveKind Kind, FileRange Argument);

/// <summary>What a directive asks for.</summary>
public enum DirectiveKind : byte
{
    /// <summary>An option that means nothing here.</summary>
    Unknown,

    /// <summary><c>/DEFAULTLIB:library</c>, <c>-lNAME</c>: where names may be found.</summary>
    DefaultLibrary,

    /// <summary><c>/EXPORT:name</c>: a name that is seen outside the image.</summary>
    Export,

    /// <summary><c>/INCLUDE:name</c>: a name that is needed though nothing refers to it.</summary>
    Include,

    /// <summary><c>/ALTERNATENAME:name=other</c>: what a name stands for when nobody defines it.</summary>
    AlternateName,

    /// <summary><c>/FAILIFMISMATCH:key=value</c>: objects with another value for the key do not belong together.</summary>
    FailIfMismatch,

    /// <summary><c>-exclude-symbols:names</c>: names that are not seen outside the image.</summary>
    ExcludeSymbols,

    /// <summary><c>-aligncomm:name,exponent</c>: the alignment of a common symbol.</summary>
    AlignCommon,
}
