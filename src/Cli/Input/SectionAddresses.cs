using System.Globalization;
using Linker.Check;
using Linker.Cli.Commands;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>Finds the sections that the command line gives addresses to, and keeps account of what it found.</summary>
internal sealed class SectionAddresses
{
    private readonly ILookup<string, SectionAddress> _byFile;
    private readonly IReadOnlyList<SectionAddress> _all;
    private readonly Dictionary<SectionAddress, (LinkGraph Graph, uint Index)> _found = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<LinkGraph, Dictionary<uint, ulong>> _byGraph = [];

    internal SectionAddresses(IReadOnlyList<SectionAddress> all)
    {
        _all = all;
        _byFile = all.ToLookup(a => a.File);
    }

    /// <summary>The address of a section, <see langword="null"/> where the layout decides.</summary>
    internal ulong? Of(LinkGraph graph, SectionId id)
    {
        if (!_byGraph.TryGetValue(graph, out Dictionary<uint, ulong>? addresses))
        {
            _byGraph.Add(graph, addresses = []);
            foreach (SectionAddress wanted in FileNames.Of(graph.FileName).SelectMany(name => _byFile[name]))
            {
                Find(graph, wanted, addresses);
            }
        }

        return addresses.TryGetValue(id.Index, out ulong address) ? address : null;
    }

    /// <summary>Refuses what gave no section its address, or more than one, or an address that the section cannot have.</summary>
    /// <exception cref="UsageException">All of them.</exception>
    internal void ThrowIfUnused()
    {
        _problems.AddRange(_all.Where(a => !_found.ContainsKey(a)).Select(a => $"--section-address {a.Text}: no object of the link has such a section with an address"));
        if (_problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', _problems));
        }
    }

    private void Find(LinkGraph graph, SectionAddress wanted, Dictionary<uint, ulong> addresses)
    {
        bool isIndex = uint.TryParse(wanted.Section.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && wanted.Section[0] == '#';
        for (uint i = 1; i < (uint)graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[(int)i];
            if (!section.IsLoaded || !(isIndex ? i == number : FileNames.IsSection(graph.NameOf(section), wanted.Section)))
            {
                continue;
            }

            if (!_found.TryAdd(wanted, (graph, i)))
            {
                (LinkGraph other, uint index) = _found[wanted];
                _problems.Add($"--section-address {wanted.Text}: both {other.FileName} #{index} and {graph.FileName} #{i} are meant; give the path, and the section as #INDEX");
            }
            else if (wanted.Address % section.Alignment != 0)
            {
                _problems.Add($"--section-address {wanted.Text}: the section is aligned to {section.Alignment} bytes");
            }
            else if (!addresses.TryAdd(i, wanted.Address))
            {
                _problems.Add($"--section-address {wanted.Text}: the section already has the address 0x{addresses[i]:x}");
            }
        }
    }
}
