using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    private readonly HashSet<ProgramModule> _linked = [];
    private readonly ModuleGroups _groups = new();

    // Nearly always none.
    private readonly HashSet<LinkOperation> _running = [];

    private void Link(ProgramModule module, ReadOnlySpan<string> arguments)
    {
        while (!TryLink(module, arguments))
        {
            // What it refers to was unlinked meanwhile: whoever linked that is told why, and so is this thread, if it comes to the same.
        }
    }

    private bool TryLink(ProgramModule module, ReadOnlySpan<string> arguments)
    {
        // What was compiled last is looked at first; when nothing is missing behind that, all is looked at once more, as others may have added and removed meanwhile.
        ProgramModule[] all = [module], wanted = all;
        while (true)
        {
            List<ProgramModule> toCompile;
            LinkOperation? operation;
            bool isLinked;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (module.IsRemoved)
                {
                    throw new InvalidOperationException($"{module.Name} was removed.");
                }

                isLinked = module.IsLinked;
                operation = isLinked ? module.Operation : null;
                toCompile = isLinked ? [] : Collect(wanted);
                List<ProgramModule[]>? groups = !isLinked && toCompile.Count == 0 && wanted == all ? _groups.Sort() : null;
                _groups.Clear();
                operation = groups is null ? operation : LinkGroups(groups);
            }

            if (isLinked)
            {
                // Nobody finds it before its initialisers have run, but they themselves.
                return operation is null || !operation.WaitForFailure();
            }

            if (operation is not null)
            {
                // The gate is open while code of the modules runs: it may use the engine, from any thread.
                return Finish(operation, module, arguments);
            }

            Compile(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(toCompile));
            wanted = [.. toCompile.Where(compiled => compiled.Graph is not null)];
            wanted = wanted.Length == 0 || wanted[0] == module ? all : wanted;
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

    private LinkOperation LinkGroups(List<ProgramModule[]> groups)
    {
        var operation = new LinkOperation();
        try
        {
            foreach (ProgramModule[] group in groups)
            {
                var request = new LinkRequest
                {
                    Name = group.Length == 1 ? null : string.Join(", ", group.Select(m => m.Name)),
                    Placement = _options.Placement,
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
        }
        catch
        {
            Undo(operation);
            throw;
        }

        operation.Awaited.AddRange(_running.Where(operation.Refers));
        _ = _running.Add(operation);
        return operation;
    }

    /// <summary>Runs the initialisers, those of what is referred to first. Nothing stays linked when one refuses.</summary>
    /// <returns>Whether it did; not where modules that these refer to were unlinked meanwhile.</returns>
    private bool Finish(LinkOperation operation, ProgramModule wanted, ReadOnlySpan<string> arguments)
    {
        try
        {
            wanted.OnLinked?.Invoke(wanted.Image!);
            foreach (LinkOperation other in operation.Awaited)
            {
                if (other.WaitForFailure())
                {
                    Fail(operation, wanted);
                    return false;
                }
            }

            Initialize(operation, arguments);
        }
        catch
        {
            Fail(operation, wanted);
            throw;
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

        operation.End();
        return true;
    }

    // Other threads may have linked something to modules that now have to go; they find out at once.
    private void Fail(LinkOperation operation, ProgramModule wanted)
    {
        operation.HasFailed = true;
        operation.End();
        wanted.OnUnlinking?.Invoke();
        Undo(operation);
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
                    _ = _linked.Remove(module);
                    module.Image = null;
                    module.Operation = null;
                }
            }
        }

        // The finalisers of those that were initialised run now, with the gate open; but not before those of others that were linked to them meanwhile.
        for (int i = images.Count - 1; i >= 0; i--)
        {
            images[i].Abandon();
        }
    }
}
