namespace Linker.Engine.Tests;

/// <summary>A module that writes its object when it is asked, and counts how often.</summary>
internal sealed class WrittenModule(string name, IReadOnlyCollection<string>? definedNames, Action<ObjectWriter> write) : IModule
{
    private int _compiled;

    public string Name => name;

    public IReadOnlyCollection<string>? DefinedNames => definedNames;

    public ObjectKey? Key { get; init; }

    internal int Compiled => _compiled;

    /// <summary>What happens before the object is written.</summary>
    internal Action? Before { get; set; }

    internal Linker.Loader.LinkGraph Read() => Linker.Loader.ObjectReader.Read(Compile(), name);

    public ReadOnlyMemory<byte> Compile()
    {
        Before?.Invoke();
        _ = Interlocked.Increment(ref _compiled);
        var writer = new ObjectWriter();
        write(writer);
        return writer.Build();
    }
}
