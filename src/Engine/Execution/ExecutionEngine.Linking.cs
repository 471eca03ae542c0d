using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    private readonly HashSet<ProgramModule> _linked = [];
    private readonly ModuleGroups _groups = new();

    // Nearly always none.
    private readonly HashSet<LinkOperation> _running = [];

    /// <summary>Whether this thread is in the middle of a link, in a resolver of one of its names or functions, and holds up all others that link.</summary>
    internal bool IsLinkingHere => _gate.IsHeldByCurrentThread;

    private void Link(ProgramModule module, ReadOnlySpan<string> arguments)
    {
        LinkOperation? operation;
        bool isOwn = false;

        // What was compiled last is looked at first; when nothing is missing behind that, all is looked at once more, as others may have added and removed meanwhile.
        ProgramModule[] all = [module], wanted = all;
        while (true)
        {
            List<ProgramModule> toCompile;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (module.IsRemoved)
                {
                    throw new InvalidOperationException($"{module.Name} was removed.");
                }

                if (module.IsLinked)
                {
                    operation = module.Operation;
                    break;
                }

                operation = LinkIfCompiled(module, wanted, out toCompile);
                if (operation is not null)
                {
                    isOwn = true;
                    break;
                }
            }

            Compile(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(toCompile));
            wanted = [.. toCompile.Where(compiled => compiled.Graph is not null)];
            wanted = wanted.Length == 0 || wanted[0] == module ? all : wanted;
        }

        // The gate is open while code of the modules runs: it may use the engine, from any thread. Its own initialisers may look for a module, and those that wait for this thread, and nobody else before they have run.
        if (isOwn ? !TryFinish(operation!, arguments) : operation is not null && IsOver(operation) && operation.HasFailed)
        {
            Link(module, arguments);
        }
    }

    private bool IsOver(LinkOperation operation) => !IsLinkingHere && operation.Work.Wait();

    // With everything or not at all; under the gate. The names of functions that the module brings are there from here on.
    private LinkOperation? LinkIfCompiled(ProgramModule module, ProgramModule[] wanted, out List<ProgramModule> toCompile)
    {
        LinkOperation? operation = null;
        _functions.Add(module.Brings);
        try
        {
            toCompile = Collect(wanted);
            List<ProgramModule[]>? groups = toCompile.Count == 0 && wanted is [var only] && only == module ? _groups.Sort() : null;
            _groups.Clear();
            operation = groups is null ? null : LinkGroups(groups, module);
            return operation;
        }
        finally
        {
            if (operation is null)
            {
                _functions.Remove(module.Brings);
            }
        }
    }

    /// <summary>Finds all modules that have to be linked with some, and who refers to whom. Under the gate.</summary>
    /// <returns>Those of them that have to be compiled first; what these refer to is not known yet.</returns>
    private List<ProgramModule> Collect(ProgramModule[] wanted)
    {
        var toCompile = new List<ProgramModule>();
        _groups.Clear();
        Array.ForEach(wanted, module => _ = _groups.Add(module));
        for (int at = 0; at < _groups.Count; at++)
        {
            ProgramModule module = _groups[at];
            if (module.Graph is not { } graph)
            {
                toCompile.Add(module);
                continue;
            }

            for (int i = graph.FirstGlobal; i < graph.Symbols.Length; i++)
            {
                ref readonly Symbol symbol = ref graph.Symbols[i];
                if (symbol.Binding == SymbolBinding.Local || symbol.Name.Size == 0 || (symbol.IsDefined && symbol.Binding == SymbolBinding.Global))
                {
                    continue;
                }

                var query = new SymbolQuery(graph.Bytes(symbol.Name), format: graph.Format);
                if ((!Definitions.IsEmpty && Definitions.Resolve(in query).IsFound) || _functions.Find(in query) is not null)
                {
                    continue;
                }

                bool isDefined = symbol.IsDefined || symbol.Place == SymbolPlace.Common, isNeeded = !isDefined && symbol.Binding != SymbolBinding.Weak;
                ProgramModule? other = FindFor(module, in query, isDefined) ?? (isNeeded ? FindMember(query.Name) : null);
                if (other is null && isNeeded)
                {
                    toCompile.AddRange(_index.Unknown.Where(unknown => unknown != module && !toCompile.Contains(unknown)));
                }
                else if (other is { IsLinked: false } && other != module)
                {
                    _groups.Refer(at, _groups.Add(other));
                }
            }
        }

        return toCompile;
    }

    private ProgramModule? FindFor(ProgramModule module, in SymbolQuery query, bool isDefined) =>
        _index.Find(query.Name, module, isDefined)?.Module
        ?? (query.CName.Length != query.Name.Length ? _index.Find(query.CName, module, isDefined)?.Module : null);

    private LinkOperation LinkGroups(List<ProgramModule[]> groups, ProgramModule wanted)
    {
        var operation = new LinkOperation { Stubs = wanted.Brings is [var function, ..] ? function.Set.Stubs.Image : null };
        try
        {
            foreach (ProgramModule[] group in groups)
            {
                var request = new LinkRequest
                {
                    Name = group.Length == 1 ? null : string.Join(", ", group.Select(m => m.Name)),
                    Placement = _options.Placement,
                    KeepObjects = _options.KeepObjects,
                    Initialize = false,
                    IsPublished = false,
                    Program = _functions.IsEmpty ? _program : _programWithFunctions,
                };
                LoadedImage image = _linker.Link(request, Array.ConvertAll(group, m => m.Object));
                operation.Groups.Add(group);
                foreach (ProgramModule module in group)
                {
                    module.Image = image;
                    module.Operation = operation;
                    _ = module.IsAlone || _linked.Add(module);
                }
            }

            wanted.OnLinked?.Invoke(wanted.Image!);
        }
        catch
        {
            Undo(operation);
            throw;
        }

        operation.Awaited.AddRange(_running.Where(other => !other.Work.IsOurs && operation.Refers(other)));
        _ = _running.Add(operation);
        return operation;
    }

    /// <summary>Runs the initialisers, those of what is referred to first. Nothing stays linked when one refuses.</summary>
    /// <returns>Whether they have run. If not, modules that these refer to were unlinked by another thread, where an initialiser refused, and so are these.</returns>
    private bool TryFinish(LinkOperation operation, ReadOnlySpan<string> arguments)
    {
        bool isFinished = false;
        try
        {
            if (operation.Awaited.Exists(other => IsOver(other) && other.HasFailed))
            {
                return false;
            }

            Initialize(operation, arguments);
            isFinished = true;
        }
        finally
        {
            if (!isFinished)
            {
                operation.HasFailed = true;
                operation.Work.End();
                Undo(operation);
            }
        }

        lock (_gate)
        {
            foreach (ProgramModule module in operation.Groups.SelectMany(g => g))
            {
                module.Operation = null;
                module.Forget();
            }

            _ = _running.Remove(operation);
        }

        operation.Work.End();
        return true;
    }

    private static void Initialize(LinkOperation operation, ReadOnlySpan<string> arguments)
    {
        // argv stays readable for as long as handlers of the program may look at it, where there is one.
        ArgumentBlock? block = null;
        foreach (ProgramModule[] group in operation.Groups)
        {
            if (!group[0].Image!.InitializeNothing())
            {
                block ??= new ArgumentBlock(arguments);
                group[0].Image!.InitializeForOwner(block);
            }
        }

        if (arguments.IsEmpty)
        {
            block?.Dispose();
        }
    }

    private void Undo(LinkOperation operation)
    {
        var images = new List<LoadedImage>();
        lock (_gate)
        {
            _ = _running.Remove(operation);
            foreach (ProgramModule[] group in operation.Groups)
            {
                images.Add(group[0].Image!);
                foreach (ProgramModule module in group)
                {
                    module.OnUndone?.Invoke();
                    _functions.Remove(module.Brings);
                    _ = _linked.Remove(module);
                    module.Image = null;
                    module.Operation = null;
                }
            }
        }

        // The finalisers of those that were initialised run now, with the gate open. What other threads, or the initialisers themselves, have linked to them keeps them for as long as it stays; those that wait for them find out at once.
        for (int i = images.Count - 1; i >= 0; i--)
        {
            images[i].Abandon();
        }
    }
}
