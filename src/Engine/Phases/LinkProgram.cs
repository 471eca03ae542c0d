namespace Linker.Engine;

/// <summary>Whether a name is one of some.</summary>
internal delegate bool NamePredicate(in SymbolQuery name);

/// <summary>What a link joins: images that are one program with it, though each is linked by itself.</summary>
/// <param name="Scope">
/// Knows the program's names, one of the linker's scopes. A weak or common name that it knows is taken from there instead of being defined once more, as in a link of all objects at once.
/// </param>
/// <param name="IsReplaceable">Which functions are called through what the scope says, though the link defines them: what is exported of them is the definition. None where it is <see langword="null"/>.</param>
internal sealed record LinkProgram(ISymbolResolver Scope, NamePredicate? IsReplaceable = null);
