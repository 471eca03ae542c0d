using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Finds what a link needs when only some names are wanted, and leaves out the rest. Every section is looked at once for what it refers to.</summary>
internal sealed class Reachability
{
    private readonly Binding _binding;
    private readonly bool[] _isReached;
    private readonly Stack<(int Graph, SectionId Section)> _pending = new();

    // Call frame records of functions that are not reached yet, and what they refer to besides.
    private List<FrameReferences> _frames = [];

    private Reachability(Binding binding)
    {
        _binding = binding;
        _isReached = new bool[binding.SectionCount];
    }

    /// <summary>Leaves out what no root leads to.</summary>
    /// <exception cref="KeyNotFoundException">No object of the link defines a root.</exception>
    /// <exception cref="ObjectFormatException">Call frame records are not what they claim to be.</exception>
    internal static void Strip(Binding binding, IReadOnlyCollection<string> roots)
    {
        var reachability = new Reachability(binding);
        foreach (string root in roots)
        {
            reachability.ReachRoot(root);
        }

        reachability.ReachWhatIsKept();
        do
        {
            reachability.Follow();
        }
        while (reachability.ReachCompanions() || reachability.ReachFrames());

        reachability.Drop();
    }

    private void ReachRoot(string name)
    {
        int index = _binding.Find(name);
        if (index == 0 || !(_binding.Globals[index].IsDefined || _binding.Globals[index].State == GlobalState.Common))
        {
            throw new KeyNotFoundException($"No object of the link defines '{name}', from which everything in the image is to be reached.");
        }

        ReachGlobal(index);
    }

    /// <summary>What runs without being called, what the objects ask to keep, and sections of names whose start or stop is asked for.</summary>
    private void ReachWhatIsKept()
    {
        HashSet<string>? names = null;
        for (int index = 1; index < _binding.Globals.Count; index++)
        {
            ReadOnlySpan<byte> edge = _binding.Globals.NameOf(index);
            if (SyntheticSymbols.KindOf(edge, _binding.Format) is SyntheticSymbol.SectionStart or SyntheticSymbol.SectionStop)
            {
                (names ??= new HashSet<string>(StringComparer.Ordinal)).Add(Encoding.UTF8.GetString(SyntheticSymbols.SectionNameOf(edge)));
            }
        }

        for (int g = 0; g < _binding.Graphs.Count; g++)
        {
            LinkGraph graph = _binding.Graphs[g];
            foreach (SectionId id in _binding.KeptSections(g))
            {
                ref readonly Section section = ref graph.Sections[(int)id.Index];
                if (section.Role == SectionRole.Unwind)
                {
                    // Records stay; which of them say anything depends on their functions.
                    _isReached[_binding.FirstSection(g) + (int)id.Index] = true;
                    FindFrames(g, id);
                }
                else if (section.Role == SectionRole.StackMaps)
                {
                    // So do stack maps: what they say of functions that are not reached is left out.
                    _isReached[_binding.FirstSection(g) + (int)id.Index] = true;
                }
                else if ((section.Flags & SectionFlags.Keep) != 0 || (IsRunOrRead(section.Role) && section.LinkedTo.IsNull) || (names is not null && SyntheticSymbols.EdgeNameOf(graph, in section) is { } name && names.Contains(name)))
                {
                    Reach(g, id);
                }
            }
        }
    }

    private static bool IsRunOrRead(SectionRole role) =>
        role is (>= SectionRole.PreInitializers and <= SectionRole.ReversedFinalizers) or SectionRole.ThreadCallbacks or SectionRole.FunctionTable or SectionRole.ImportSlots;

    private void Follow()
    {
        while (_pending.TryPop(out (int Graph, SectionId Section) at))
        {
            foreach (ref readonly Relocation relocation in _binding.Graphs[at.Graph].RelocationsOf(at.Section))
            {
                Reach(at.Graph, relocation.Target);
                Reach(at.Graph, relocation.Subtrahend);
            }
        }
    }

    /// <summary>Sections that share the fate of one that is reached: of one group, or linked to it.</summary>
    private bool ReachCompanions()
    {
        for (int g = 0; g < _binding.Graphs.Count; g++)
        {
            LinkGraph graph = _binding.Graphs[g];
            ReadOnlySpan<Section> sections = graph.Sections;
            ReadOnlySpan<bool> isReached = _isReached.AsSpan(_binding.FirstSection(g), sections.Length);
            HashSet<int>? groups = null;
            for (int i = 1; graph.Comdats.Length > 0 && i < sections.Length; i++)
            {
                if (isReached[i] && sections[i].Comdat >= 0)
                {
                    (groups ??= []).Add(sections[i].Comdat);
                }
            }

            foreach (SectionId id in _binding.KeptSections(g))
            {
                ref readonly Section section = ref sections[(int)id.Index];
                if (!isReached[(int)id.Index] && (isReached[(int)section.LinkedTo.Index] || (groups is not null && groups.Contains(section.Comdat))))
                {
                    Reach(g, id);
                }
            }
        }

        return _pending.Count > 0;
    }

    /// <summary>Of functions that are reached: their language-specific data and their personality.</summary>
    private bool ReachFrames()
    {
        var rest = new List<FrameReferences>(_frames.Count);
        foreach (FrameReferences frame in _frames)
        {
            if (frame.Function >= 0 && !_isReached[frame.Function])
            {
                rest.Add(frame);
                continue;
            }

            foreach (SymbolId symbol in frame.Symbols)
            {
                Reach(frame.Graph, symbol);
            }
        }

        _frames = rest;
        return _pending.Count > 0;
    }

    private void FindFrames(int g, SectionId id)
    {
        LinkGraph graph = _binding.Graphs[g];
        Relocation[] relocations = graph.RelocationsOf(id).ToArray();
        Array.Sort(relocations, (a, b) => a.Offset.CompareTo(b.Offset));
        var reader = new EhFrameReader(graph.ContentOf(id), 0x1000, graph.FileName, graph.Sections[(int)id.Index].Content.Offset);
        int next = 0;
        while (reader.Next(out EhFrameRecord record))
        {
            int function = -1;
            var symbols = new List<SymbolId>();
            for (; next < relocations.Length && relocations[next].Offset < record.Offset + record.Size; next++)
            {
                if (record.Kind == EhFrameRecordKind.Fde && relocations[next].Offset == record.PcBeginOffset)
                {
                    function = NumberOf(g, relocations[next].Target);
                }
                else if (!(record.Kind == EhFrameRecordKind.Fde && relocations[next].Offset < record.PcBeginOffset))
                {
                    symbols.Add(relocations[next].Target);
                }
            }

            if (symbols.Count > 0)
            {
                _frames.Add(new FrameReferences(g, function, [.. symbols]));
            }
        }
    }

    private void ReachGlobal(int index)
    {
        ref GlobalSymbol global = ref _binding.Globals[index];
        if (global.IsDefined && !global.IsAbsolute)
        {
            Reach(global.Graph, _binding.Graphs[global.Graph].Symbols[(int)global.Symbol.Index].Section);
        }
    }

    private void Reach(int g, SymbolId id)
    {
        int index = _binding.GlobalOf(g)[(int)id.Index];
        if (index != 0)
        {
            ReachGlobal(index);
        }
        else if (_binding.Graphs[g].Symbols[(int)id.Index] is { Place: SymbolPlace.Section } symbol)
        {
            Reach(g, symbol.Section);
        }
    }

    private void Reach(int g, SectionId id)
    {
        ref bool isReached = ref _isReached[_binding.FirstSection(g) + (int)id.Index];
        if (!isReached)
        {
            isReached = true;
            _pending.Push((g, id));
        }
    }

    // The section that a symbol lies in, as the link counts them; −1 where it has none.
    private int NumberOf(int g, SymbolId id)
    {
        ref readonly Symbol symbol = ref _binding.Graphs[g].Symbols[(int)id.Index];
        return symbol.Place == SymbolPlace.Section ? _binding.FirstSection(g) + (int)symbol.Section.Index : -1;
    }

    private void Drop()
    {
        for (int g = 0; g < _binding.Graphs.Count; g++)
        {
            for (int i = 1; i < _binding.Graphs[g].Sections.Length; i++)
            {
                if (!_isReached[_binding.FirstSection(g) + i] && _binding.Graphs[g].Sections[i].IsLoaded)
                {
                    _binding.Drop(g, new SectionId((uint)i));
                }
            }
        }

        // What a dropped section defines is no name of the image.
        for (int index = 1; index < _binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref _binding.Globals[index];
            if (global.IsDefined && !global.IsAbsolute
                && !_isReached[_binding.FirstSection(global.Graph) + (int)_binding.Graphs[global.Graph].Symbols[(int)global.Symbol.Index].Section.Index])
            {
                global.State = GlobalState.Dropped;
            }
        }
    }

    /// <summary>What a record refers to besides its function.</summary>
    /// <param name="Graph">Whose record.</param>
    /// <param name="Function">Number of the function's section in the link; −1 for what belongs to all functions.</param>
    /// <param name="Symbols">What it refers to.</param>
    private readonly record struct FrameReferences(int Graph, int Function, SymbolId[] Symbols);
}
