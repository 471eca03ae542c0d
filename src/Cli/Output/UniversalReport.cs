using System.Text.Json;
using Linker.Cli.Input;
using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>A universal file's parts, each under the name by which it is inspected and linked.</summary>
internal static class UniversalReport
{
    internal static void Write(TextWriter output, string path, IReadOnlyList<UniversalPart> parts)
    {
        output.WriteLine($"{path}: universal file, {parts.Count} parts");
        var table = new Table("Parts", new("Name", Yields: true), new("CPU type", IsRight: true), new("Subtype", IsRight: true), new("Size", IsRight: true), new("Content"));
        foreach (UniversalPart part in parts)
        {
            table.Add(part.Machine is { } machine ? $"{path}({UniversalParts.NameOf(machine)})" : "(not linked)", Report.Hex(part.CpuType), Report.Hex(part.CpuSubtype), $"{part.Content.Length}", KindOf(part));
        }

        output.WriteTable(table);
    }

    internal static void WriteJson(Utf8JsonWriter json, string path, IReadOnlyList<UniversalPart> parts)
    {
        json.WriteString("file", path);
        json.WriteString("format", "universal");
        json.WriteArray("parts", parts, part =>
        {
            json.WriteString("machine", part.Machine is { } machine ? UniversalParts.NameOf(machine) : null);
            json.WriteNumber("cpuType", part.CpuType);
            json.WriteNumber("cpuSubtype", part.CpuSubtype);
            json.WriteNumber("size", part.Content.Length);
            json.WriteString("content", KindOf(part));
        });
    }

    private static string KindOf(UniversalPart part) => ObjectReader.IsArchive(part.Content.Span) ? "archive" : "object";
}
