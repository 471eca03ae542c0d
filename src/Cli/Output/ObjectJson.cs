using System.Text.Json;
using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>An object for programs.</summary>
internal static class ObjectJson
{
    internal static void Write(Utf8JsonWriter json, LinkGraph graph, bool disassembles)
    {
        json.WriteString("file", graph.FileName);
        json.WriteString("format", graph.Format.ToString());
        json.WriteString("machine", graph.Machine.ToString());
        json.WriteString("features", graph.Features.ToString());
        json.WriteArray("sections", Enumerable.Range(1, graph.Sections.Length - 1), i => WriteSection(json, graph, i, disassembles));
        json.WriteArray("symbols", Enumerable.Range(1, graph.Symbols.Length - 1), i => WriteSymbol(json, graph, i));
        ILookup<int, int> members = ObjectTables.GroupMembers(graph);
        json.WriteArray("groups", Enumerable.Range(0, graph.Comdats.Length), i =>
        {
            json.WriteString("name", graph.Text(graph.Comdats[i].Name));
            json.WriteStartArray("sections");
            foreach (int section in members[i])
            {
                json.WriteNumberValue(section);
            }

            json.WriteEndArray();
        });
        StackMapReport.WriteJson(json, graph);
        json.WriteArray("directives", graph.Directives.ToArray(), directive =>
        {
            json.WriteString("kind", directive.Kind.ToString());
            json.WriteString("argument", graph.Text(directive.Argument));
        });
    }

    private static void WriteSection(Utf8JsonWriter json, LinkGraph graph, int index, bool disassembles)
    {
        ref readonly Section section = ref graph.Sections[index];
        json.WriteNumber("index", index);
        json.WriteString("name", graph.NameOf(section));
        json.WriteString("type", FormatWords.TypeOf(graph, section));
        json.WriteString("flags", FormatWords.FlagsOf(graph, section));
        json.WriteString("role", section.Role.ToString());
        if (!FormatWords.IsMade(graph, section))
        {
            json.WriteNumber("fileOffset", section.Content.Offset);
        }

        json.WriteNumber("size", section.Size);
        json.WriteNumber("alignment", section.Alignment);
        json.WriteBoolean("isLoaded", section.IsLoaded);
        json.WriteBoolean("isZeroFill", section.IsZeroFill);
        json.WriteArray("relocations", graph.RelocationsOf(new SectionId((uint)index)).ToArray(), relocation =>
        {
            json.WriteNumber("offset", relocation.Offset);
            json.WriteString("type", graph.TypeNameOf(relocation));
            json.WriteString("kind", relocation.Kind.ToString());
            json.WriteNumber("symbolIndex", relocation.Target.Index);
            json.WriteString("symbol", FormatWords.NameOf(graph, relocation.Target));
            json.WriteNumber("addend", relocation.Addend);
            if (graph.RefusalOf(relocation) is { } refusal)
            {
                json.WriteString("refusal", refusal);
            }
        });
        if (disassembles && Disassembly.HasInstructions(section))
        {
            json.WriteArray("instructions", Disassembly.Of(graph, new SectionId((uint)index)), line =>
            {
                json.WriteNumber("offset", line.Offset);
                json.WriteString("bytes", line.Bytes);
                json.WriteString("text", line.Text);
            });
        }
    }

    private static void WriteSymbol(Utf8JsonWriter json, LinkGraph graph, int index)
    {
        ref readonly Symbol symbol = ref graph.Symbols[index];
        json.WriteNumber("index", index);
        json.WriteString("name", graph.NameOf(symbol));
        json.WriteAddress("value", symbol.Value);
        json.WriteNumber("size", symbol.Size);
        json.WriteString("kind", symbol.Kind.ToString());
        json.WriteString("binding", symbol.Binding.ToString());
        json.WriteString("visibility", symbol.Visibility.ToString());
        json.WriteString("place", symbol.Place.ToString());
        if (symbol.Place == SymbolPlace.Section)
        {
            json.WriteNumber("section", symbol.Section.Index);
        }
    }
}
