using Linker.Loader;

namespace Linker.Bench.Inputs;

/// <summary>The folder that <c>inputs.sh</c> fills, and the rows made of it.</summary>
/// <param name="path">The folder.</param>
internal sealed class InputFolder(string path)
{
    /// <summary>Where inputs.sh puts things unless told otherwise.</summary>
    internal static string DefaultPath { get; } = Path.Combine("artifacts", "bench");

    /// <summary>Objects of the chain.</summary>
    private const int ChainCount = 1000;

    private static readonly (string Name, string Title)[] Files =
    [
        ("three.o", "three functions"),
        ("select.o", "sqlite's `select.o`"),
        ("cxx.o", "C++ `-O2`, exceptions, COMDATs"),
        ("debug.o", "C++ `-O2 -g`, mostly debug information"),
        ("sections_16000.o", "16 000 function sections"),
        ("libsqlite3.a", "all of `libsqlite3.a`"),
        ("libcrypto.a", "all of `libcrypto.a`"),
    ];

    /// <summary>LLVM's linkers without ORC, where they could be built.</summary>
    internal string DirectLibraryPath => Path.Combine(path, "libpeers.so");

    /// <summary>Names of all rows.</summary>
    internal static IEnumerable<string> Names => [.. Files.Select(f => f.Name), "chain"];

    /// <summary>The object that has next to nothing to link, and many like it.</summary>
    internal NumberedObject Empty => new(Read("empty.o"), "empty");

    /// <summary>The small object that calls another one, and many like it.</summary>
    internal NumberedObject Node => new(Read("node.o"), "node");

    /// <summary>The rows whose names contain a text.</summary>
    internal IEnumerable<Input> Inputs(string? only) => Names.Where(name => only is null || name.Contains(only, StringComparison.Ordinal)).Select(Input);

    /// <summary>One row, or any object or archive of the folder.</summary>
    internal Input Input(string name)
    {
        if (name == "chain")
        {
            return new Input(name, "1 000 small objects that call each other, each", Node.Many(ChainCount), isChain: true);
        }

        byte[] bytes = Read(name);
        string title = Files.FirstOrDefault(f => f.Name == name).Title ?? name;
        Input? smaller = name == "sections_16000.o" ? Input("sections_1000.o") : null;
        if (name == "three.o")
        {
            // Twice the argument, its absolute value by a call out of the object, and the first count of a variable.
            return new Input(name, title, [new ObjectBytes(name, bytes, new Entry("three_entry", IsExported: true, (2 * Entry.Argument) - Entry.Argument + 1))]);
        }

        return new Input(name, title, ObjectReader.IsArchive(bytes) ? Members(name, bytes) : Objects([(name, bytes)]), smaller: smaller);
    }

    private static IReadOnlyList<ObjectBytes> Members(string name, byte[] bytes)
    {
        Archive archive = ArchiveReader.Read(bytes, name);
        return Objects([.. Enumerable.Range(0, archive.Members.Length).Select(i => ($"{name}({archive.NameOf(i)})", archive.BytesOf(i)))]);
    }

    private static IReadOnlyList<ObjectBytes> Objects(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> objects)
    {
        LinkGraph[] graphs = [.. objects.Select(o => ObjectReader.Read(o.Bytes, o.Name))];
        var entries = new Entries(graphs);
        return [.. objects.Select((o, i) => new ObjectBytes(o.Name, o.Bytes.Span, entries.Of(graphs[i])))];
    }

    private byte[] Read(string name)
    {
        string file = Path.Combine(path, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : throw new InputException($"{file} is missing: run bench/inputs.sh");
    }
}
