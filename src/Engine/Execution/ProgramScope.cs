namespace Linker.Engine;

/// <summary>The modules of an engine that are in memory, as links see them: one program, whose hidden names are its own.</summary>
/// <param name="index">Who defines what. The engine's gate is held by whoever links.</param>
internal sealed class ProgramScope(ModuleIndex index) : ISymbolResolver
{
    /// <inheritdoc/>
    public string Name => "modules";

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query) =>
        Find(query.Name) is { IsFound: true } answer ? answer
        : query.CName.Length != query.Name.Length ? Find(query.CName)
        : SymbolAnswer.NotFound;

    private SymbolAnswer Find(ReadOnlySpan<byte> name) =>
        index.Find(name, null)?.Module.Image is { } image && image.ExportTable.Find(name) is var export and >= 0
            ? image.AnswerFor(export) with { ServesHidden = true }
            : SymbolAnswer.NotFound;
}
