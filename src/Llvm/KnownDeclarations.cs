using Linker.Engine;

namespace Linker.Llvm;

/// <summary>What modules of an engine define, as declarations, for as long as the engine or its client has the modules.</summary>
internal sealed class KnownDeclarations
{
    private readonly Lock _gate = new();
    private List<(WeakReference<ProgramModule> Module, IrModule Code)> _known = [];
    private int _nextLook = 16;

    /// <summary>Notes a module.</summary>
    internal void Add(ProgramModule module, IrModule code)
    {
        lock (_gate)
        {
            if (_known.Count >= _nextLook)
            {
                _known = [.. _known.Where(k => k.Module.TryGetTarget(out _))];
                _nextLook = Math.Max(16, 2 * _known.Count);
            }

            _known.Add((new WeakReference<ProgramModule>(module), code));
        }
    }

    /// <summary>All names, a later module's after those of earlier ones.</summary>
    internal List<KeyValuePair<string, string>> All()
    {
        IrModule[] known;
        lock (_gate)
        {
            known = [.. _known.Where(k => k.Module.TryGetTarget(out _)).Select(k => k.Code)];
        }

        return [.. known.SelectMany(module => module.Declarations)];
    }
}
