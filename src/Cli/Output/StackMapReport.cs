using System.Globalization;
using System.Text.Json;
using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>The stack maps of an object: a row a record, in the order of the functions.</summary>
internal static class StackMapReport
{
    internal static void Write(TextWriter output, LinkGraph graph)
    {
        foreach (SectionId section in SectionsOf(graph))
        {
            if (TryRead(graph, section, out string problem) is not { } maps)
            {
                output.WriteLine($"\n{problem}");
                continue;
            }

            Dictionary<uint, string> names = NamesOf(graph, section);
            var table = new Table(
                $"Stack maps of {graph.NameOf(graph.Sections[(int)section.Index])}", new("Function", Yields: true), new("Stack", IsRight: true, DropRank: 2), new("Id", IsRight: true), new("Offset", IsRight: true), new("Locations", Yields: true),
                new("Live-outs", Yields: true, DropRank: 1));
            for (uint i = 0; i < (uint)maps.Records.Length; i++)
            {
                var id = new StackMapRecordId(i);
                ref readonly StackMapRecord record = ref maps[id];
                ref readonly StackMapFunction function = ref maps[record.Function];
                table.Add(
                    NameOf(names, in function), function.StackSize is { } size ? $"{size}" : "?", $"{record.Id}", Report.Hex(record.InstructionOffset),
                    string.Join(", ", maps.LocationsOf(id).ToArray().Select(l => Words(graph, maps, in l))), string.Join(' ', maps.LiveOutsOf(id).ToArray().Select(l => WithSize(DwarfRegisters.NameOf(graph.Machine, l.Register), l.Size))));
            }

            output.WriteTable(table);
        }
    }

    internal static void WriteJson(Utf8JsonWriter json, LinkGraph graph) => json.WriteArray("stackMaps", SectionsOf(graph), section =>
    {
        json.WriteNumber("section", section.Index);
        if (TryRead(graph, section, out string problem) is not { } maps)
        {
            json.WriteString("error", problem);
            return;
        }

        Dictionary<uint, string> names = NamesOf(graph, section);
        json.WriteArray("functions", maps.Functions.ToArray(), function =>
        {
            json.WriteString("name", NameOf(names, in function));
            if (function.StackSize is { } size)
            {
                json.WriteNumber("stackSize", size);
            }

            json.WriteArray("records", Enumerable.Range((int)function.FirstRecord.Index, (int)function.RecordCount), i => WriteRecord(json, graph, maps, new StackMapRecordId((uint)i)));
        });
    });

    private static void WriteRecord(Utf8JsonWriter json, LinkGraph graph, StackMaps maps, StackMapRecordId id)
    {
        json.WriteNumber("id", maps[id].Id);
        json.WriteNumber("offset", maps[id].InstructionOffset);
        json.WriteArray("locations", maps.LocationsOf(id).ToArray(), location =>
        {
            json.WriteString("kind", location.Kind.ToString());
            json.WriteNumber("size", location.Size);
            if (IsConstant(in location))
            {
                json.WriteNumber("value", maps.ValueOf(in location));
                return;
            }

            json.WriteString("register", DwarfRegisters.NameOf(graph.Machine, location.Register));
            if (location.Kind != StackMapLocationKind.Register)
            {
                json.WriteNumber("offset", location.Value);
            }
        });
        json.WriteArray("liveOuts", maps.LiveOutsOf(id).ToArray(), liveOut =>
        {
            json.WriteString("register", DwarfRegisters.NameOf(graph.Machine, liveOut.Register));
            json.WriteNumber("size", liveOut.Size);
        });
    }

    private static IEnumerable<SectionId> SectionsOf(LinkGraph graph) =>
        Enumerable.Range(1, graph.Sections.Length - 1).Where(i => graph.Sections[i].Role == SectionRole.StackMaps).Select(i => new SectionId((uint)i));

    // What else the object has is shown all the same.
    private static StackMaps? TryRead(LinkGraph graph, SectionId section, out string problem)
    {
        problem = "";
        try
        {
            return StackMapReader.Read(graph.ContentOf(section), graph.FileName, graph.Sections[(int)section.Index].Content.Offset);
        }
        catch (ObjectFormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    // An object says by a relocation which function it is: of each place that has one, what stands there.
    private static Dictionary<uint, string> NamesOf(LinkGraph graph, SectionId section)
    {
        var names = new Dictionary<uint, string>();
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(section))
        {
            names.TryAdd(relocation.Offset, FormatWords.TargetOf(graph, in relocation));
        }

        return names;
    }

    private static string NameOf(Dictionary<uint, string> names, in StackMapFunction function) => names.GetValueOrDefault(function.AddressOffset) ?? Report.Hex(function.Address);

    private static string Words(LinkGraph graph, StackMaps maps, in StackMapLocation location)
    {
        string register = DwarfRegisters.NameOf(graph.Machine, location.Register);
        return location.Kind switch
        {
            StackMapLocationKind.Register => WithSize(register, location.Size),
            StackMapLocationKind.Direct => Report.WithAddend(register, location.Value),
            StackMapLocationKind.Indirect => WithSize($"[{Report.WithAddend(register, location.Value)}]", location.Size),
            _ => maps.ValueOf(in location).ToString(CultureInfo.InvariantCulture),
        };
    }

    // Most values are as large as an address.
    private static string WithSize(string text, int size) => size == sizeof(ulong) ? text : $"{text}:{size}";

    private static bool IsConstant(in StackMapLocation location) => location.Kind is StackMapLocationKind.Constant or StackMapLocationKind.ConstantIndex;
}
