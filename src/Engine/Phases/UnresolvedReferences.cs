using Linker.Loader;

namespace Linker.Engine;

/// <summary>Decides about the names that nobody answered for: the linker's own, null weak references, and errors with everybody who asked.</summary>
internal static class UnresolvedReferences
{
    private const int ReferencesShown = 3;

    /// <summary>Gives every name its final state; the names that are errors come back.</summary>
    internal static UnresolvedSymbolsException? Settle(Binding binding)
    {
        HashSet<int>? missing = null;
        for (int index = 1; index < binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref binding.Globals[index];
            if (global.State != GlobalState.Undefined)
            {
                continue;
            }

            if (SyntheticSymbols.IsKnown(binding, index))
            {
                binding.Synthesize(ref global);
            }
            else if (global.IsNeeded)
            {
                (missing ??= []).Add(index);
            }
            else
            {
                global.State = GlobalState.Null;
            }
        }

        if (missing is null)
        {
            return null;
        }

        // A name in the symbol table that no loaded place refers to harms nobody.
        Dictionary<int, List<string>> references = FindReferences(binding, missing);
        foreach (int index in missing)
        {
            if (!references.ContainsKey(index))
            {
                binding.Globals[index].State = GlobalState.Null;
            }
        }

        return references.Count == 0 ? null : new UnresolvedSymbolsException(
            [.. references.OrderBy(r => r.Key).Select(r => new UnresolvedSymbol(binding.Globals.TextOf(r.Key), r.Value, HintFor(binding, r.Key)))]);
    }

    private static Dictionary<int, List<string>> FindReferences(Binding binding, HashSet<int> missing)
    {
        var references = new Dictionary<int, List<string>>();
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            LinkGraph graph = binding.Graphs[g];
            foreach (SectionId id in binding.KeptSections(g))
            {
                ref readonly Section section = ref graph.Sections[(int)id.Index];
                foreach (ref readonly Relocation relocation in graph.RelocationsOf(id))
                {
                    int index = binding.GlobalOf(g)[(int)relocation.Target.Index];
                    if (index != 0 && missing.Contains(index))
                    {
                        if (!references.TryGetValue(index, out List<string>? places))
                        {
                            references.Add(index, places = []);
                        }

                        if (places.Count < ReferencesShown)
                        {
                            places.Add($"{graph.FileName}: {graph.NameOf(section)}+0x{relocation.Offset:x}");
                        }
                    }
                }
            }
        }

        return references;
    }

    private static string? HintFor(Binding binding, int index)
    {
        ref GlobalSymbol global = ref binding.Globals[index];
        return IsOfLibGcc(binding.Globals.NameOf(index)) ? "libgcc.a may define it: pass the archive that `gcc -print-libgcc-file-name` names"
            : binding.StandsForNobody(index) ? "it stands for a name that stands for another, in a circle or over too many names"
            : global.Visibility is SymbolVisibility.Hidden or SymbolVisibility.Internal ? "it is hidden, so an object or archive of this link has to define it"
            : null;
    }

    /// <summary>Whether a name is of those that libgcc has in its archive and does not export from its shared library.</summary>
    private static bool IsOfLibGcc(ReadOnlySpan<byte> name) =>
        name.StartsWith("__bid_"u8) // decimal floating point
        || name.StartsWith("__aarch64_"u8) // -moutline-atomics
        || name.StartsWith("__morestack"u8) || name.StartsWith("__splitstack_"u8) // -fsplit-stack
        || name.StartsWith("__sse_savms64"u8) || name.StartsWith("__sse_resms64"u8) || name.StartsWith("__avx_savms64"u8) || name.StartsWith("__avx_resms64"u8) // -mcall-ms2sysv-xlogues
        || name.SequenceEqual("__cpu_model"u8) || name.SequenceEqual("__cpu_indicator_init"u8) || name.SequenceEqual("__cpu_features2"u8);
}
