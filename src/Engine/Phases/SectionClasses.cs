using System.Text;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What a section has in common with its neighbours in the image.</summary>
internal enum SectionClass : byte
{
    Unwind,
    Constants,
    TlsData,
    TlsZero,
    Code,
    Data,
    Zero,
    LargeData,
    LargeZero,

    /// <summary>The caller named its address.</summary>
    Pinned,
}

/// <summary>Sorts the kept sections into classes, in the order of the inputs.</summary>
internal static class SectionClasses
{
    private const int Count = (int)SectionClass.Pinned + 1;

    internal static List<(int Graph, SectionId Section)>[] Of(Binding binding, LinkRequest request, SectionPlace[][] places, bool isInProcess)
    {
        var classes = new List<(int Graph, SectionId Section)>[Count];
        for (int i = 0; i < Count; i++)
        {
            classes[i] = [];
        }

        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            LinkGraph graph = binding.Graphs[g];
            places[g] = new SectionPlace[graph.Sections.Length];
            Array.Fill(places[g], new SectionPlace(-1, 0));
            for (int s = 1; s < graph.Sections.Length; s++)
            {
                ref readonly Section section = ref graph.Sections[s];
                if (!binding[g].Keeps(in section, s))
                {
                    continue;
                }

                var id = new SectionId((uint)s);

                // In a process, thread-local data is where its threads are.
                bool isPinnable = !(isInProcess && (section.Flags & SectionFlags.ThreadLocal) != 0);
                SectionClass kind = isPinnable && request.SectionAddress?.Invoke(graph, id) is not null ? SectionClass.Pinned : ClassOf(in section);
                classes[(int)kind].Add((g, id));
            }
        }

        GroupByName(binding, classes);
        return classes;
    }

    internal static PageAccess AccessOf(in Section section) =>
        (section.Flags & SectionFlags.Execute) != 0 ? PageAccess.Read | PageAccess.Execute
        : (section.Flags & SectionFlags.Write) != 0 ? PageAccess.Read | PageAccess.Write
        : PageAccess.Read;

    private static SectionClass ClassOf(in Section section)
    {
        if ((section.Flags & SectionFlags.ThreadLocal) != 0)
        {
            return section.IsZeroFill ? SectionClass.TlsZero : SectionClass.TlsData;
        }

        if (section.Role == SectionRole.Unwind)
        {
            return SectionClass.Unwind;
        }

        bool isLarge = (section.Flags & SectionFlags.Large) != 0;
        return AccessOf(in section) switch
        {
            PageAccess.Read => SectionClass.Constants,
            PageAccess.Read | PageAccess.Execute => SectionClass.Code,
            _ when section.IsZeroFill => isLarge ? SectionClass.LargeZero : SectionClass.Zero,
            _ => isLarge ? SectionClass.LargeData : SectionClass.Data,
        };
    }

    /// <summary>Sections whose <c>__start_</c> or <c>__stop_</c> is asked for have to stand together; the sort is stable, so the rest stays in order.</summary>
    private static void GroupByName(Binding binding, List<(int Graph, SectionId Section)>[] classes)
    {
        Dictionary<string, int>? names = null;
        for (int index = 1; index < binding.Globals.Count; index++)
        {
            if (binding.Globals[index].State == GlobalState.Synthetic
                && SyntheticSymbols.KindOf(binding.Globals.NameOf(index)) is SyntheticSymbol.SectionStart or SyntheticSymbol.SectionStop)
            {
                names ??= new Dictionary<string, int>(StringComparer.Ordinal);
                names.TryAdd(Encoding.UTF8.GetString(SyntheticSymbols.SectionNameOf(binding.Globals.NameOf(index))), names.Count + 1);
            }
        }

        if (names is null)
        {
            return;
        }

        int KeyOf((int Graph, SectionId Section) entry)
        {
            LinkGraph graph = binding.Graphs[entry.Graph];
            ref readonly Section section = ref graph.Sections[(int)entry.Section.Index];
            return SyntheticSymbols.IsIdentifier(graph.Bytes(section.Name)) ? names.GetValueOrDefault(graph.NameOf(section)) : 0;
        }

        for (int i = 0; i < Count; i++)
        {
            if (i is not ((int)SectionClass.Unwind or (int)SectionClass.Pinned))
            {
                classes[i] = [.. classes[i].OrderBy(KeyOf)];
            }
        }
    }
}
