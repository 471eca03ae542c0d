using System.Text;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>The files of a command line, told apart into objects and archives.</summary>
internal sealed class InputFiles
{
    private readonly List<LinkGraph> _objects = [];
    private readonly List<Archive> _archives = [];
    private readonly List<string> _libraries = [];
    private readonly bool _splitSubsections;

    private InputFiles(bool splitSubsections) => _splitSubsections = splitSubsections;

    /// <summary>The objects in the order given.</summary>
    internal IReadOnlyList<LinkGraph> Objects => _objects;

    /// <summary>The archives in the order given.</summary>
    internal IReadOnlyList<Archive> Archives => _archives;

    /// <summary>The archives as scopes of a link, whose members are read as the objects were.</summary>
    internal IEnumerable<ArchiveResolver> Resolvers => _archives.Select(a => new ArchiveResolver(a, _splitSubsections));

    /// <summary>Shared libraries that linker scripts among the files name.</summary>
    internal IReadOnlyList<string> Libraries => _libraries;

    /// <summary>Reads all files.</summary>
    /// <param name="paths">Objects, archives, members of archives, linker scripts.</param>
    /// <param name="splitSubsections">Whether what can be left out by itself shall be a section by itself.</param>
    /// <param name="ir">What makes objects of LLVM's intermediate code; <see langword="null"/> where there must be none.</param>
    /// <exception cref="InputException">Some cannot be read; all of them are named.</exception>
    internal static InputFiles Read(string[] paths, bool splitSubsections = false, IrFiles? ir = null)
    {
        var inputs = new InputFiles(splitSubsections);
        var failures = new List<Exception>();
        Task<(byte[] File, ReadOnlyMemory<byte> Object)>[] files = [.. paths.Select(path => ReadFile(path, ir))];
        for (int i = 0; i < paths.Length; i++)
        {
            try
            {
                (byte[] file, ReadOnlyMemory<byte> compiled) = files[i].GetAwaiter().GetResult();
                inputs.Add(paths[i], file, compiled);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectFormatException or IrException)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? inputs : throw new InputException(failures);
    }

    /// <summary>All of a file, or of a member of an archive: <c>libz.a(adler32.o)</c>.</summary>
    /// <exception cref="IOException">With the path as given and the reason.</exception>
    /// <exception cref="ObjectFormatException">A member is asked for, and the archive is none.</exception>
    internal static byte[] ReadBytes(string path)
    {
        int open = path.EndsWith(')') ? path.LastIndexOf('(') : -1;
        if (open > 0 && !File.Exists(path))
        {
            return ReadMember(path[..open], path[(open + 1)..^1]);
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string problem = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "no such file",
                UnauthorizedAccessException => Directory.Exists(path) ? "is a directory" : "permission denied",
                _ => e.Message,
            };
            throw new IOException($"{path}: {problem}", e);
        }
    }

    private static byte[] ReadMember(string path, string name)
    {
        byte[] bytes = ReadBytes(path);
        if (UniversalReader.IsUniversal(bytes) && UniversalParts.TryFind(bytes, path, name, out ReadOnlyMemory<byte> part))
        {
            return part.ToArray();
        }

        ReadOnlyMemory<byte> own = UniversalParts.ForProcess(bytes, path);
        if (UniversalReader.IsUniversal(bytes) && !ObjectReader.IsArchive(own.Span))
        {
            throw new IOException($"{path}: has no part '{name}' that can be linked, but {UniversalParts.NamesOf(bytes, path)}");
        }

        Archive archive = ReadArchive(path, own);
        foreach ((_, int member) in MembersOf(archive))
        {
            if (archive.NameOf(member) == name)
            {
                return archive.BytesOf(member).ToArray();
            }
        }

        throw new IOException($"{path}: has no member '{name}'");
    }

    /// <summary>Reads an archive whose members may be files beside it.</summary>
    internal static Archive ReadArchive(string path, ReadOnlyMemory<byte> bytes)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        return ArchiveReader.Read(bytes, path, name => ReadBytes(Path.Combine(folder, name)));
    }

    /// <summary>The objects, and for each name that none of them defines, the archive member that does.</summary>
    internal LinkGraph[] WithDefinitionsOf(IEnumerable<string> names)
    {
        var members = new Dictionary<(Archive Archive, int Member), LinkGraph>();
        foreach (byte[] name in names.Select(Encoding.UTF8.GetBytes).Where(n => !_objects.Exists(graph => Defines(graph, n))))
        {
            foreach (Archive archive in _archives)
            {
                if (archive.TryFind(name, out int member) || archive.TryFind((byte[])[(byte)'_', .. name], out member))
                {
                    LinkGraph graph = archive.Read(member, splitSubsections: _splitSubsections);
                    if (Defines(graph, name))
                    {
                        members.TryAdd((archive, member), graph);
                        break;
                    }
                }
            }
        }

        return [.. _objects, .. members.Values];
    }

    /// <summary>The objects, and all members of the archives that are objects.</summary>
    internal LinkGraph[] WithAllMembers() => [.. _objects, .. _archives.SelectMany(MembersOf).Select(m => m.Archive.Read(m.Member, splitSubsections: _splitSubsections))];

    /// <summary>The members of an archive that can be linked.</summary>
    internal static IEnumerable<(Archive Archive, int Member)> MembersOf(Archive archive) =>
        Enumerable.Range(0, archive.Members.Length).Where(m => !archive.IsMetadata(m)).Select(m => (archive, m));

    private static bool Defines(LinkGraph graph, byte[] name)
    {
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.IsDefined && symbol.Binding != SymbolBinding.Local && IsCalled(graph.Bytes(symbol.Name), name, graph.Format))
            {
                return true;
            }
        }

        return false;
    }

    // In Mach-O names are called as in C, too.
    private static bool IsCalled(ReadOnlySpan<byte> own, byte[] name, ObjectFormat format) =>
        own.SequenceEqual(name) || (format == ObjectFormat.MachO && own is [(byte)'_', ..] && own[1..].SequenceEqual(name));

    // Modules are compiled at the same time, whatever else is read in its turn.
    private static Task<(byte[] File, ReadOnlyMemory<byte> Object)> ReadFile(string path, IrFiles? ir)
    {
        try
        {
            byte[] file = ReadBytes(path);
            return ir is not null && IrFiles.Has(path, file) ? Task.Run(() => (file, ir.Compile(path, file))) : Task.FromResult((file, ReadOnlyMemory<byte>.Empty));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectFormatException)
        {
            return Task.FromException<(byte[], ReadOnlyMemory<byte>)>(e);
        }
    }

    private void Add(string path, byte[] file, ReadOnlyMemory<byte> compiled)
    {
        ReadOnlyMemory<byte> bytes = compiled.IsEmpty ? UniversalParts.ForProcess(file, path) : compiled;
        if (ObjectReader.IsArchive(bytes.Span))
        {
            _archives.Add(ReadArchive(path, bytes));
        }
        else if (compiled.IsEmpty && LinkerScript.TryRead(file, out string[] named))
        {
            AddNamed(path, named);
        }
        else
        {
            _objects.Add(ObjectReader.Read(bytes, path, splitSubsections: _splitSubsections));
        }
    }

    /// <summary>The files that a linker script stands for; it names archives and shared libraries, never another script.</summary>
    private void AddNamed(string script, string[] paths)
    {
        foreach (string name in paths)
        {
            string path = Path.Combine(Path.GetDirectoryName(script) ?? "", name);
            if (name.StartsWith("-l", StringComparison.Ordinal))
            {
                throw new IOException($"{script}: it asks to search for {name}; give that file itself");
            }

            if (Path.GetFileName(name).Contains(".so", StringComparison.Ordinal))
            {
                _libraries.Add(path);
            }
            else
            {
                _archives.Add(ReadArchive(path, ReadBytes(path)));
            }
        }
    }
}
