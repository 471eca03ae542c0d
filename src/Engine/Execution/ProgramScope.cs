namespace Linker.Engine;

/// <summary>The functions and modules of an engine that are in memory, as links see them: one program, whose hidden names are its own.</summary>
/// <param name="functions">Which names are stubs for good. The engine's gate is held by whoever links.</param>
/// <param name="index">Who defines what.</param>
internal sealed class ProgramScope(FunctionIndex functions, ModuleIndex index) : ISymbolResolver
{
    /// <inheritdoc/>
    public string Name => "modules";

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query) =>
        functions.Find(in query) is { } function ? function.Answer
        : Find(query.Name) is { IsFound: true } answer ? answer
        : query.CName.Length != query.Name.Length ? Find(query.CName)
        : SymbolAnswer.NotFound;

    private SymbolAnswer Find(ReadOnlySpan<byte> name) =>
        index.Find(name, null)?.Module.Image is { } image && image.ExportTable.Find(name) is var export and >= 0
            ? image.AnswerFor(export) with { ServesHidden = true }
            : SymbolAnswer.NotFound;
}
