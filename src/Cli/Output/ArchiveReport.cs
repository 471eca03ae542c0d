using System.Text.Json;
using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>An archive's members and index.</summary>
internal static class ArchiveReport
{
    internal static void Write(TextWriter output, Archive archive)
    {
        output.WriteLine($"{archive.FileName}: {KindOf(archive)}, {archive.Members.Length} members, {IndexOf(archive)}");
        var members = new Table("Members", new("#", IsRight: true), new("Offset", IsRight: true), new("Size", IsRight: true), new("Name", Yields: true));
        for (int i = 0; i < archive.Members.Length; i++)
        {
            ref readonly ArchiveMember member = ref archive.Members[i];
            members.Add($"{i}", Report.Hex(member.HeaderOffset), $"{member.Size}", archive.IsMetadata(i) ? $"{archive.NameOf(i)} (not linked)" : archive.NameOf(i));
        }

        output.WriteTable(members);
        var index = new Table("Index", new("Symbol", Yields: true), new("Member", Yields: true));
        foreach (ref readonly ArchiveSymbol symbol in archive.Symbols)
        {
            index.Add(archive.NameOf(symbol), archive.NameOf(symbol.Member));
        }

        output.WriteTable(index);
    }

    internal static void WriteJson(Utf8JsonWriter json, Archive archive)
    {
        json.WriteString("file", archive.FileName);
        json.WriteString("format", KindOf(archive));
        json.WriteBoolean("hasIndex", archive.HasIndex);
        json.WriteArray("members", Enumerable.Range(0, archive.Members.Length), i =>
        {
            ref readonly ArchiveMember member = ref archive.Members[i];
            json.WriteString("name", archive.NameOf(i));
            json.WriteNumber("offset", member.HeaderOffset);
            json.WriteNumber("size", member.Size);
            json.WriteBoolean("isLinked", !archive.IsMetadata(i));
        });
        json.WriteArray("index", archive.Symbols.ToArray(), symbol =>
        {
            json.WriteString("symbol", archive.NameOf(symbol));
            json.WriteNumber("member", symbol.Member);
        });
    }

    private static string KindOf(Archive archive) => archive.IsThin ? "thin archive" : "archive";

    private static string IndexOf(Archive archive) => archive.HasIndex ? $"{archive.Symbols.Length} symbols in its index" : "no index";
}
