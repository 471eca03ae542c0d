using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    // Stubs that lead behind a symbol: into a section, mostly, that has no symbol there.
    private readonly Dictionary<(ulong Symbol, long Addend), int> _stubsBehind = [];
    private MachineAbi _abi = MachineAbi.For(Machine.X64);

    // Whether branches inside the image may be out of reach, so that its own functions need stubs too.
    private bool _isSpread;

    // Whether branches lead behind symbols outside the image.
    private bool _leadsBehind;

    /// <summary>How far behind its symbol a branch leads. In data, whose distances count from elsewhere, the addend says nothing of that.</summary>
    internal long BehindSymbol(LinkGraph graph, in Section section, in Relocation relocation) => (section.Flags & SectionFlags.Execute) != 0
        ? _abi.BehindSymbol(in RelocTable.For(relocation.Kind), relocation.Addend, graph.Bytes(section.Content)[..(int)relocation.Offset])
        : 0;

    /// <summary>Whether a place means something behind a function's first byte: a branch by where it leads, a distance from its field's end by what is added to that, anything else by its addend.</summary>
    internal bool LeadsBehind(LinkGraph graph, in Section section, in Relocation relocation)
    {
        ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
        bool isCode = (section.Flags & SectionFlags.Execute) != 0;
        return isCode && form.Origin == Origin.Place && _abi.BranchBias != 0
            ? relocation.Addend != _abi.BranchBias
            : isCode && _abi.IsBranch(in form, graph.Bytes(section.Content)[..(int)relocation.Offset]) ? BehindSymbol(graph, in section, in relocation) != 0 : relocation.Addend != 0;
    }

    /// <summary>The stub that leads a number of bytes behind a symbol, to which something leads from now on. <see langword="false"/> when there is none.</summary>
    internal bool TryUseStub(LinkSymbol symbol, long addend, out int number)
    {
        if (addend == 0)
        {
            return TryUseStub(symbol, out number);
        }

        ref int entry = ref CollectionsMarshal.GetValueRefOrNullRef(_stubsBehind, (KeyOfAny(symbol), addend));
        number = System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry) ? -1 : Use(ref entry, symbol, addend);
        return number >= 0;
    }

    // Images are not larger than 2 GiB. All code may be in the image, with gaps before every section.
    private bool IsLargerThanReach()
    {
        const ulong LargestImage = 1UL << 31;
        const ulong StubsAndRounding = 1 << 20;
        UInt128 size = StubsAndRounding;
        foreach (LinkGraph graph in _abi.BranchReach >= LargestImage ? [] : binding.Graphs.Items)
        {
            foreach (ref readonly Section section in graph.Sections)
            {
                size += (section.Flags & SectionFlags.Execute) != 0 ? (UInt128)section.Size + section.Alignment : 0;
            }
        }

        return size > _abi.BranchReach;
    }

    private void CountBranchesBehind()
    {
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            LinkGraph graph = binding.Graphs[g];
            foreach (SectionId id in binding.KeptSections(g))
            {
                ref readonly Section section = ref graph.Sections[(int)id.Index];
                foreach (ref readonly Relocation relocation in graph.RelocationsOf(id))
                {
                    bool isBranch = RelocTable.For(relocation.Kind).Uses == SymbolUses.Branch;
                    long addend = isBranch ? BehindSymbol(graph, in section, in relocation) : 0;
                    if (addend == 0)
                    {
                        continue;
                    }

                    LinkSymbol symbol = binding.SymbolOf(g, relocation.Target);
                    if ((_isSpread || IsExternal(symbol) || IsAbsolute(symbol)) && !IsIndirect(symbol) && !IsNull(symbol))
                    {
                        ref int entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_stubsBehind, (KeyOfAny(symbol), addend), out bool exists);
                        entry = exists ? entry : ++StubCount;
                    }
                }
            }
        }
    }

    private static ulong KeyOfAny(LinkSymbol symbol) => symbol.Global != 0 ? (1UL << 63) | (uint)symbol.Global : Key(symbol);
}
