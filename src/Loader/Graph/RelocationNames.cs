namespace Linker.Loader;

/// <summary>A format and machine's own words for its relocation types: for people, never for the linker.</summary>
/// <param name="NameOf">The name of a type number, also of an unknown one.</param>
/// <param name="RefusalOf">Why a type that has no kind has none.</param>
internal sealed record RelocationNames(Func<ushort, string> NameOf, Func<ushort, string> RefusalOf);
