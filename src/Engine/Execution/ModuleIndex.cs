using System.Text;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>What is known of a module's definition of a name.</summary>
internal enum DefinitionKind : byte
{
    /// <summary>The module says so; its object does not exist yet.</summary>
    Claimed,
    Strong,
    Weak,
}

/// <summary>Which modules define a name. Of several strong definitions the latest counts, of weak ones that which is linked, else the first.</summary>
internal sealed class ModuleIndex
{
    private readonly Dictionary<byte[], List<Definer>> _definers = new(new NameComparer());
    private readonly Dictionary<byte[], List<Definer>>.AlternateLookup<ReadOnlySpan<byte>> _byName;
    private readonly List<ProgramModule> _unknown = [];

    internal ModuleIndex() => _byName = _definers.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Modules that have not said what they define, the latest last.</summary>
    internal IReadOnlyList<ProgramModule> Unknown => _unknown;

    /// <summary>Files a module under the names that it claims, or among the unknown.</summary>
    internal void Add(ProgramModule module)
    {
        if (module.ClaimedNames is not { } names)
        {
            _unknown.Add(module);
            return;
        }

        module.FiledNames = [.. names.Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] name in module.FiledNames)
        {
            Insert(name, new Definer(module, DefinitionKind.Claimed), isLast: true);
        }
    }

    /// <summary>Files a module under the names that its object defines; it keeps its age.</summary>
    internal void AddObject(ProgramModule module)
    {
        if (module.IsFiledByObject)
        {
            return;
        }

        int unknown = _unknown.IndexOf(module);
        bool isMember = module.Library is not null;
        var before = new HashSet<byte[]>(module.FiledNames, new NameComparer());
        var names = new List<byte[]>();
        LinkGraph graph = module.Object;
        for (int i = graph.FirstGlobal; i < graph.Symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref graph.Symbols[i];
            if (symbol.Binding == SymbolBinding.Local || symbol.Name.Size == 0 || !(symbol.IsDefined || symbol.Place == SymbolPlace.Common))
            {
                continue;
            }

            byte[] name = graph.Bytes(symbol.Name).ToArray();
            names.Add(name);
            DefinitionKind kind = symbol.Binding == SymbolBinding.Global && symbol.IsDefined ? DefinitionKind.Strong : DefinitionKind.Weak;
            if (before.Remove(name))
            {
                List<Definer> definers = _definers[name];
                definers[definers.FindIndex(d => d.Module == module)] = new Definer(module, kind);
            }
            else
            {
                Insert(name, new Definer(module, kind), isLast: !isMember);
            }
        }

        foreach (byte[] name in before)
        {
            Remove(name, module);
        }

        module.FiledNames = [.. names];
        module.IsFiledByObject = true;
        if (unknown >= 0)
        {
            _unknown.RemoveAt(unknown);
        }
    }

    /// <summary>Forgets a module.</summary>
    internal void Remove(ProgramModule module)
    {
        _ = _unknown.Remove(module);
        foreach (byte[] name in module.FiledNames)
        {
            Remove(name, module);
        }

        module.FiledNames = [];
    }

    /// <summary>Who defines a name for a module that mentions it.</summary>
    /// <param name="name">The name, as it stands in objects.</param>
    /// <param name="asking">The module, which is not asked about itself; <see langword="null"/> for the client.</param>
    /// <param name="isDefined">Whether the module itself has a weak definition, which gives way only to a strong one and to what is linked.</param>
    internal Definer? Find(ReadOnlySpan<byte> name, ProgramModule? asking, bool isDefined = false)
    {
        if (!_byName.TryGetValue(name, out List<Definer>? definers))
        {
            return null;
        }

        for (int i = definers.Count - 1; i >= 0; i--)
        {
            if (definers[i] is { Kind: not DefinitionKind.Weak } strong && strong.Module != asking)
            {
                return strong;
            }
        }

        Definer? first = null;
        foreach (Definer weak in definers)
        {
            if (weak.Kind != DefinitionKind.Weak || weak.Module == asking)
            {
                continue;
            }

            if (weak.Module.Image is { } image)
            {
                // An image may have taken the name from another one.
                if (image.ExportTable.Find(name) >= 0)
                {
                    return weak;
                }
            }
            else
            {
                first ??= weak;
            }
        }

        return isDefined ? null : first;
    }

    private void Insert(byte[] name, Definer definer, bool isLast)
    {
        if (!_definers.TryGetValue(name, out List<Definer>? definers))
        {
            _definers.Add(name, definers = []);
        }

        // Archives' members count after everything that was added as a module.
        definers.Insert(isLast ? AgeOf(definers, definer.Module) : 0, definer);
    }

    // Modules that say what they define only when they are compiled are not later for that.
    private static int AgeOf(List<Definer> definers, ProgramModule module)
    {
        int place = definers.Count;
        while (place > 0 && definers[place - 1].Module.Age > module.Age)
        {
            place--;
        }

        return place;
    }

    private void Remove(byte[] name, ProgramModule module)
    {
        if (_definers.TryGetValue(name, out List<Definer>? definers))
        {
            _ = definers.RemoveAll(d => d.Module == module);
            if (definers.Count == 0)
            {
                _ = _definers.Remove(name);
            }
        }
    }

    /// <summary>A module that defines a name.</summary>
    internal readonly record struct Definer(ProgramModule Module, DefinitionKind Kind);
}
