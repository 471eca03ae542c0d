using Linker.Loader;

namespace Linker.Engine;

/// <summary>What a linker that writes files calls a section of its output: neighbours whose names agree up to a dollar sign.</summary>
/// <param name="Number">From 1, in the image's order.</param>
/// <param name="Start">Where the first of them lies.</param>
internal readonly record struct OutputSection(uint Number, SectionPlace Start);

internal sealed partial class ImageLayout
{
    private readonly FlatList<int> _outputOf = new();
    private readonly FlatList<OutputSection> _outputs = new();
    private KeptSection _latest;

    /// <summary>Whether functions are to be called when threads come and go.</summary>
    internal bool HasThreadCallbacks => _classes.HasThreadCallbacks;

    private void AddFunctionTable(ref SegmentBuilder segment)
    {
        foreach (KeptSection kept in _classes[SectionClass.FunctionTable])
        {
            // One table, without gaps: padding would read as an entry.
            SectionPlace place = segment.Add(SectionOf(kept).Size, sizeof(uint));
            Place(kept, place, SectionOf(kept).Size);
            FunctionTable = FunctionTableSize == 0 ? place : FunctionTable;
            FunctionTableSize += SectionOf(kept).Size;
        }
    }

    private void ForgetOutputs()
    {
        _outputOf.Clear();
        _outputs.Clear();
        _latest = default;
        if (_binding.Format == ObjectFormat.Coff)
        {
            _outputOf.Extend(_binding.SectionCount).Clear();
        }
    }

    private void AddToOutput(KeptSection kept, SectionPlace place)
    {
        // Sections that the caller has placed stand alone.
        if (kept.Class == SectionClass.Pinned || kept.Class != _latest.Class || kept.Stem != _latest.Stem)
        {
            _outputs.Add(new OutputSection((uint)_outputs.Count + 1, place));
        }

        _latest = kept;
        _outputOf[_binding.FirstSection(kept.Graph) + (int)kept.Section.Index] = _outputs.Count - 1;
    }

    /// <summary>Where a symbol lies that lies in a section of the image; for thread-local data, the template.</summary>
    internal OutputSection OutputOf(Binding binding, int graph, SymbolId id)
    {
        int global = binding.GlobalOf(graph)[(int)id.Index];
        if (global != 0)
        {
            (graph, id) = (binding.Globals[global].Graph, binding.Globals[global].Symbol);
        }

        SectionId section = binding.Graphs[graph].Symbols[(int)id.Index].Section;
        OutputSection output = _outputs[_outputOf[binding.FirstSection(graph) + (int)section.Index]];
        return (binding.Graphs[graph].Sections[(int)section.Index].Flags & SectionFlags.ThreadLocal) != 0 ? output with { Start = TlsTemplate } : output;
    }
}
