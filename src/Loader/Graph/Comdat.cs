namespace Linker.Loader;

/// <summary>A set of sections of which one copy a link is enough: an ELF section group with <c>GRP_COMDAT</c>, or a <c>.gnu.linkonce</c> section.</summary>
/// <param name="Name">The signature; sets of one name are copies of each other.</param>
public readonly record struct Comdat(FileRange Name);
