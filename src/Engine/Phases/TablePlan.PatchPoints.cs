using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    /// <summary>How many records the wanted patch points have: each gets a slot of its own, which the program may write.</summary>
    internal int PatchSlotCount { get; private set; }

    /// <summary>Counts the records of the patch points that the caller wants.</summary>
    /// <exception cref="ObjectFormatException">A section with stack maps is not what it claims to be.</exception>
    /// <exception cref="PatchPointException">A patch point has no record.</exception>
    private void CountPatchPoints(LinkRequest request)
    {
        PatchSlotCount = 0;
        if (request.PatchPoints is not { Count: > 0 } wanted)
        {
            return;
        }

        var missing = new SortedSet<ulong>(wanted.Keys);
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            LinkGraph graph = binding.Graphs[g];
            foreach (SectionId id in binding.KeptSections(g))
            {
                ref readonly Section section = ref graph.Sections[(int)id.Index];
                if (section.Role != SectionRole.StackMaps)
                {
                    continue;
                }

                foreach (ref readonly StackMapRecord record in StackMapReader.Read(graph.ContentOf(id), graph.FileName, section.Content.Offset).Records)
                {
                    if (wanted.ContainsKey(record.Id))
                    {
                        missing.Remove(record.Id);
                        PatchSlotCount++;
                    }
                }
            }
        }

        if (missing.Count > 0)
        {
            throw new PatchPointException(request.Name ?? binding.Graphs[0].FileName, [.. missing.Select(id => new PatchPointFailure(id, null, "no stack map of the link has a record of it"))]);
        }
    }
}
