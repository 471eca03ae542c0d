namespace Linker.Engine;

/// <summary>What a link joins: images that are one program with it, though each is linked by itself.</summary>
/// <param name="Scope">
/// Knows the program's names, one of the linker's scopes. A weak or common name that it knows is taken from there instead of being defined once more, as in a link of all objects at once.
/// </param>
/// <param name="Replaceable">Functions of the link that are called through what the scope says, though the link defines them: what is exported of them is the definition.</param>
internal sealed record LinkProgram(ISymbolResolver Scope, IReadOnlyCollection<string> Replaceable);
