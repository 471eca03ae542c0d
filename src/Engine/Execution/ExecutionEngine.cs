using System.Text;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Modules, objects and archives that are one program: each is compiled and linked when somebody needs it, once. What LLVM calls MCJIT.</summary>
/// <remarks>
/// <para>A name means the latest strong definition that was added; a later definition changes what later modules are linked to, and nothing that is linked. Weak and common names are shared by all modules. Modules may refer to each
/// other in any order and in circles; each has memory of its own, but those of a circle share an image. A module itself means its own strong definition, whatever came later.</para>
/// <para>A thread that looks for a module waits until it is compiled, linked and initialised, by whichever thread. Threads that would wait for each other for ever do not: a compiler that asks for what waits for it is told by an exception, and
/// initialisers that look for each other's modules find them as they are.</para>
/// <para>Functions may be made at their first call (<see cref="AddLazy"/>) and replaced while they run (<see cref="ProgramFunction"/>): what is linked to such a name is linked to the name, not to a definition.</para>
/// <para>Safe to use from several threads. Several engines share nothing. Whatever fails leaves the engine as it was.</para>
/// </remarks>
/// <example>
/// <code>
/// using var engine = new ExecutionEngine();
/// engine.Add(ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o"));
/// var add = (delegate* unmanaged&lt;int, int, int&gt;)engine.GetAddress("add");
/// Console.WriteLine(add(2, 3));
/// </code>
/// </example>
public sealed partial class ExecutionEngine : IDisposable
{
    private readonly ExecutionOptions _options;
    private readonly RuntimeLinker _linker;
    private readonly ModuleIndex _index = new();
    private readonly FunctionIndex _functions = new();
    private readonly LinkProgram _program;
    private readonly LinkProgram _programWithFunctions;
    private readonly List<(Archive Archive, Dictionary<int, ProgramModule> Members)> _libraries = [];
    private readonly Lock _gate = new();
    private long _age;
    private bool _isDisposed;

    /// <summary>An engine without modules.</summary>
    public ExecutionEngine(ExecutionOptions? options = null)
    {
        _options = options ?? new ExecutionOptions();
        _program = new LinkProgram(new ProgramScope(_functions, _index));
        _programWithFunctions = _program with { IsReplaceable = (in SymbolQuery name) => _functions.Find(in name) is not null };
        _linker = new RuntimeLinker(new LinkerOptions { Memory = _options.Memory, Scopes = _options.Scopes, Observers = _options.Observers });
        _linker.Scopes[1] = _program.Scope;
        if (_options.Unknown is { } unknown)
        {
            _linker.Scopes.Add(new CallbackResolver(unknown));
        }
    }

    /// <summary>Names that the client defines. They come before those of modules.</summary>
    public SymbolDefinitions Definitions => _linker.Definitions;

    /// <summary>Adds a module, which is compiled when it is needed.</summary>
    public ProgramModule Add(IModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var added = new ProgramModule(module, _options.Cache, ++_age);
            _index.Add(added);
            return added;
        }
    }

    /// <summary>Adds an object, which is linked when it is needed. It stays the caller's to dispose, after it is linked.</summary>
    public ProgramModule Add(LinkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var added = new ProgramModule(graph, ++_age);
            _index.AddObject(added);
            return added;
        }
    }

    /// <summary>Adds a library, whose members are linked when a name is needed that no module defines.</summary>
    public void Add(Archive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _libraries.Add((archive, []));
        }
    }

    /// <summary>The address of a name: of a module's definition, which is compiled and linked if it has to be, else of what the client or the process has under the name.</summary>
    /// <param name="name">As in the object; for Mach-O also as in C, without the underscore.</param>
    /// <param name="address">Absolute address in the target.</param>
    /// <returns>Whether anybody defines it.</returns>
    /// <exception cref="UnresolvedSymbolsException">What defines it needs names that nobody has. All exceptions of <see cref="RuntimeLinker.Link(LinkGraph[])"/> and of the modules' compilers are possible.</exception>
    public bool TryGetAddress(string name, out nint address)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (FindFunction(bytes) is { } function)
        {
            address = function.Address;
            return true;
        }

        if (FindModule(bytes) is { } found)
        {
            Link(found.Module, []);
            return found.Module.Image is { } image ? image.TryGetAddress(Encoding.UTF8.GetString(found.Name), out address) : throw new InvalidOperationException($"{found.Module.Name} was removed while '{name}' was looked for.");
        }

        foreach (ISymbolResolver scope in _linker.Scopes)
        {
            if (scope is not ProgramScope && scope.Resolve(new SymbolQuery(bytes)) is { IsFound: true, Kind: not SymbolKind.ThreadLocal, Member: null } answer)
            {
                address = (nint)answer.Address;
                return true;
            }
        }

        address = 0;
        return false;
    }

    /// <summary>The address of a name.</summary>
    /// <param name="name">As in the object; for Mach-O also as in C, without the underscore.</param>
    /// <exception cref="KeyNotFoundException">Nobody defines it. All exceptions of <see cref="TryGetAddress"/> are possible.</exception>
    public nint GetAddress(string name) => TryGetAddress(name, out nint address) ? address : throw new KeyNotFoundException($"No module defines '{name}'.");

    /// <summary>A delegate for a function. It must not be called once its module is removed.</summary>
    /// <typeparam name="T">A delegate type that is not generic, with the function's signature.</typeparam>
    /// <param name="name">As in the object; for Mach-O also as in C, without the underscore.</param>
    /// <exception cref="KeyNotFoundException">Nobody defines it. All exceptions of <see cref="TryGetAddress"/> are possible.</exception>
    public T GetDelegate<T>(string name)
        where T : Delegate => System.Runtime.InteropServices.Marshal.GetDelegateForFunctionPointer<T>(GetAddress(name));

    /// <summary>Links a module, and what it needs, now.</summary>
    /// <exception cref="UnresolvedSymbolsException">Names that nobody has. All exceptions of <see cref="TryGetAddress"/> are possible.</exception>
    public void Link(ProgramModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Link(module, []);
    }

    /// <summary>Links an object to the program without adding its names to it: a function to be called and thrown away. Disposing the image frees it.</summary>
    /// <exception cref="UnresolvedSymbolsException">Names that nobody has, and all exceptions of <see cref="RuntimeLinker.Link(LinkGraph[])"/>.</exception>
    public LoadedImage LinkAlone(LinkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ProgramModule module = Alone(graph);
        Link(module, []);
        return module.Image!;
    }

    /// <summary>Disposes all modules and functions, the last linked first; leases do not hold it up. What a <see cref="CodeHandle"/> keeps stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _functions.Close();
        }

        _linker.Dispose();
    }
}
