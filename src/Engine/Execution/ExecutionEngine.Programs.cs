using System.Text;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    /// <summary>Adds an object from a file, which is linked when it is needed.</summary>
    /// <param name="path">The file, which is read now.</param>
    public ProgramModule AddObject(string path) => Add(new ObjectModule(File.ReadAllBytes(path), path));

    /// <summary>Adds a library from a file, whose members are linked when a name is needed that no module defines. The members of a thin one are files beside it.</summary>
    /// <param name="path">The file, which is read now.</param>
    /// <exception cref="ObjectFormatException">It is no archive.</exception>
    public void AddArchive(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        Add(ArchiveReader.Read(File.ReadAllBytes(path), path, name => File.ReadAllBytes(Path.Combine(folder, name))));
    }

    /// <summary>Calls a <c>main</c> as a C run time does, after the initialisers of its module, which are told the arguments too.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="arguments">argv, the program's name first.</param>
    /// <returns>What it returned.</returns>
    /// <exception cref="KeyNotFoundException">No module defines it.</exception>
    public int RunMain(string name, params ReadOnlySpan<string> arguments) => RunMain(name, arguments, null);

    /// <summary>Calls a <c>main</c> as a C run time does, after the initialisers of its module, which are told the arguments too.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="arguments">argv, the program's name first.</param>
    /// <param name="environment">envp, as <c>NAME=value</c>: what <c>main</c> gets as its third parameter. <c>getenv</c> knows the process's own.</param>
    /// <returns>What it returned.</returns>
    /// <exception cref="KeyNotFoundException">No module defines it.</exception>
    public int RunMain(string name, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        return RunMain(name, [.. arguments], [.. environment]);
    }

    private int RunMain(string name, ReadOnlySpan<string> arguments, string[]? environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (ProgramModule module, byte[] entry) = FindModule(Encoding.UTF8.GetBytes(name)) ?? throw new KeyNotFoundException($"No module defines '{name}'.");
        Link(module, arguments);
        LoadedImage image = module.Image ?? throw new InvalidOperationException($"{module.Name} was removed while it was linked.");
        return image.RunMain(Encoding.UTF8.GetString(entry), arguments, environment);
    }
}
