using Linker.Loader;

namespace Linker.Engine;

/// <summary>A module of an <see cref="ExecutionEngine"/>: first only known, then compiled, then linked, in the end removed.</summary>
public sealed class ProgramModule
{
    private readonly Lock _gate = new();
    private readonly IObjectCache? _cache;
    private SharedWork? _compiling;
    private IModule? _source;

    internal ProgramModule(IModule source, IObjectCache? cache, long age, Archive? library = null)
    {
        Age = age;
        _source = source;
        _cache = cache;
        Library = library;
        Name = source.Name;
    }

    /// <summary>A module whose object the client has read, and disposes.</summary>
    internal ProgramModule(LinkGraph graph, long age)
    {
        Age = age;
        Graph = graph;
        IsCompiled = true;
        Name = graph.FileName;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Whether its object exists.</summary>
    public bool IsCompiled { get; private set; }

    /// <summary>Whether it is in memory.</summary>
    public bool IsLinked => Image is not null;

    /// <summary>Where it is in memory, <see langword="null"/> before it is linked. Modules that refer to each other in a circle share an image. Remove the module instead of disposing the image.</summary>
    public LoadedImage? Image { get; internal set; }

    /// <summary>The later a module was added, the higher.</summary>
    internal long Age { get; }

    /// <summary>The archive that it is a member of.</summary>
    internal Archive? Library { get; }

    /// <summary>Its object from when it is compiled until it is linked.</summary>
    internal LinkGraph? Graph { get; private set; }

    /// <summary>Whether its engine has let it go.</summary>
    internal bool IsRemoved { get; set; }

    /// <summary>Whether nobody can refer to it, and its image is the client's to dispose.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>Functions that are there as soon as the module is linked, with it as their first version.</summary>
    internal ProgramFunction[] Brings { get; init; } = [];

    /// <summary>Is told of the image before its initialisers run, under the engine's gate. May refuse it.</summary>
    internal Action<LoadedImage>? OnLinked { get; set; }

    /// <summary>Is told that the image goes again, under the engine's gate.</summary>
    internal Action? OnUndone { get; set; }

    /// <summary>The names that it is filed under, of the engine's <see cref="ModuleIndex"/>.</summary>
    internal byte[][] FiledNames { get; set; } = [];

    /// <summary>Whether its object, and not only its word, says what it defines.</summary>
    internal bool IsFiledByObject { get; set; }

    /// <summary>The linking that it is part of while initialisers run.</summary>
    internal LinkOperation? Operation { get; set; }

    /// <summary>A number for walks over modules that refer to each other; of the engine's <see cref="ModuleGroups"/>.</summary>
    internal int Mark { get; set; }

    /// <summary>Makes the object, once. Other threads that want it wait.</summary>
    /// <exception cref="InvalidOperationException">Compiling it needs it, perhaps over what other threads compile or make.</exception>
    /// <exception cref="ObjectFormatException">What the module produced cannot be linked.</exception>
    internal void Compile()
    {
        while (true)
        {
            SharedWork? running, own = null;
            lock (_gate)
            {
                if (Graph is not null || IsLinked || IsRemoved)
                {
                    return;
                }

                running = _compiling;
                _compiling ??= own = new SharedWork();
            }

            if (own is not null)
            {
                Compile(own);
            }
            else if (!running!.Wait())
            {
                throw new InvalidOperationException($"Compiling {Name} asks the engine for {Name}.");
            }
        }
    }

    private void Compile(SharedWork own)
    {
        try
        {
            // It may be removed at any time.
            if (_source is { } source)
            {
                Graph = Read(source);
                IsCompiled = true;
            }
        }
        finally
        {
            lock (_gate)
            {
                _compiling = null;
            }

            own.End();
        }
    }

    /// <summary>The object is in memory; what it was made from is not needed any more.</summary>
    internal void Forget()
    {
        if (_source is not null)
        {
            Graph?.Dispose();
        }

        Graph = null;
        _source = null;
    }

    /// <summary>What links have names.</summary>
    internal LinkGraph Object => Graph ?? throw new InvalidOperationException($"{Name} is not compiled.");

    /// <summary>What the module says that it will define.</summary>
    internal IReadOnlyCollection<string>? ClaimedNames => _source?.DefinedNames;

    private LinkGraph Read(IModule source)
    {
        if (_cache is null || source.Key is not { } key)
        {
            return ObjectReader.Read(source.Compile(), source.Name);
        }

        if (_cache.TryGet(key, out ReadOnlyMemory<byte> cached))
        {
            try
            {
                return ObjectReader.Read(cached, source.Name);
            }
            catch (ObjectFormatException)
            {
                // Whole, but not of this library: compiling it once more puts it right.
            }
        }

        ReadOnlyMemory<byte> compiled = source.Compile();
        LinkGraph graph = ObjectReader.Read(compiled, source.Name);
        _cache.Put(key, compiled.Span);
        return graph;
    }
}
