using System.Text.Json;
using Linker.Engine;

namespace Linker.Cli.Output;

/// <summary>A link's record, for people and for programs.</summary>
internal static class LinkMap
{
    /// <summary>One line that says how large the image is and what went into it.</summary>
    internal static void WriteSummary(TextWriter output, LoadedImage image, LinkRecord record)
    {
        ulong low = image.Segments.Length == 0 ? 0 : image.Segments[0].TargetAddress;
        ulong high = low;
        foreach (ref readonly var segment in image.Segments)
        {
            low = Math.Min(low, segment.TargetAddress);
            high = Math.Max(high, segment.TargetAddress + segment.Size);
        }

        output.WriteLine($"{image.Name}: 0x{low:x}-0x{high:x}, {record.Sections.Count} sections, {record.Fixups.Count} fixups, {record.Slots.Count} slots, {record.Stubs.Count} stubs");
    }

    internal static void WriteTables(TextWriter output, LinkRecord record)
    {
        var sections = new Table("Sections", new("Address"), new("Size", IsRight: true), new("Access"), new("Offset", IsRight: true, DropRank: 1), new("Section", Yields: true), new("Object", Yields: true));
        foreach (SectionEvent section in record.Sections)
        {
            sections.Add(Report.Hex(section.Address), Report.Hex(section.Size), section.Access, section.FileOffset == 0 ? "-" : Report.Hex(section.FileOffset), $"#{section.Index} {section.Name}", section.FileName);
        }

        var symbols = new Table("Symbols", new("Address"), new("Size", IsRight: true), new("Binding"), new("Symbol", Yields: true), new("Defined by", Yields: true));
        foreach (SymbolEvent symbol in record.Symbols)
        {
            symbols.Add(Report.Hex(symbol.Address), Report.Hex(symbol.Size), symbol.Binding, symbol.Name, symbol.DefinedBy);
        }

        var slots = new Table("Slots", new("Address"), new("Purpose"), new("Symbol", Yields: true), new("First asked by", Yields: true));
        foreach (SlotEvent slot in record.Slots)
        {
            slots.Add(Report.Hex(slot.Address), slot.Purpose, slot.Symbol, slot.FileName);
        }

        var stubs = new Table("Stubs", new("Address"), new("Slot"), new("Symbol", Yields: true), new("First asked by", Yields: true));
        foreach (StubEvent stub in record.Stubs)
        {
            stubs.Add(Report.Hex(stub.Address), Report.Hex(stub.SlotAddress), stub.Symbol, stub.FileName);
        }

        output.WriteTable(sections);
        output.WriteTable(symbols);
        output.WriteTable(slots);
        output.WriteTable(stubs);
        WriteFixups(output, record);
    }

    internal static void WriteJson(Utf8JsonWriter json, LoadedImage image, LinkRecord record)
    {
        json.WriteString("name", image.Name);
        json.WriteArray("sections", record.Sections, section =>
        {
            json.WriteString("file", section.FileName);
            json.WriteNumber("index", section.Index);
            json.WriteString("name", section.Name);
            json.WriteNumber("fileOffset", section.FileOffset);
            json.WriteAddress("address", section.Address);
            json.WriteNumber("size", section.Size);
            json.WriteString("access", section.Access);
        });
        json.WriteArray("symbols", record.Symbols, symbol =>
        {
            json.WriteString("name", symbol.Name);
            json.WriteAddress("address", symbol.Address);
            json.WriteNumber("size", symbol.Size);
            json.WriteString("definedBy", symbol.DefinedBy);
            json.WriteString("binding", symbol.Binding);
        });
        json.WriteArray("slots", record.Slots, slot =>
        {
            json.WriteAddress("address", slot.Address);
            json.WriteString("purpose", slot.Purpose);
            json.WriteString("symbol", slot.Symbol);
            json.WriteString("file", slot.FileName);
        });
        json.WriteArray("stubs", record.Stubs, stub =>
        {
            json.WriteAddress("address", stub.Address);
            json.WriteString("symbol", stub.Symbol);
            json.WriteAddress("slot", stub.SlotAddress);
            json.WriteString("file", stub.FileName);
        });
        json.WriteArray("fixups", record.Fixups, fixup => WriteJson(json, fixup));
    }

    private static void WriteFixups(TextWriter output, LinkRecord record)
    {
        string?[] instructions = [.. record.Fixups.Select(f => FixupInstruction.Of(f.Kind, f.After, f.P))];
        bool hasInstructions = instructions.Any(i => i is not null);
        Column[] columns =
        [
            new("P"), new("S", DropRank: 2), new("A", IsRight: true, DropRank: 4), new("O", DropRank: 6), new("X", IsRight: true, DropRank: 1), new("Before", DropRank: 7), new("After", DropRank: 3),
            .. hasInstructions ? [new("Instruction", Yields: true)] : Array.Empty<Column>(), new("Type"), new("Kind", DropRank: 5), new("Symbol", Yields: true), new("Place", Yields: true),
        ];
        var fixups = new Table("Fixups", columns);
        foreach ((FixupEvent f, string? instruction) in record.Fixups.Zip(instructions))
        {
            fixups.Add(
            [
                Report.Hex(f.P), Report.Hex(f.S), Signed(f.A), Report.Hex(f.O), Signed(f.X), $"{f.Before:x}", $"{f.After:x}", .. hasInstructions ? [instruction ?? ""] : Array.Empty<string>(),
                f.TypeName, f.Kind.ToString(), f.ThroughStub ? $"{f.Symbol} (stub)" : f.Symbol, $"{f.FileName}: {f.Section}+0x{f.Offset:x}",
            ]);
        }

        output.WriteTable(fixups);
    }

    private static void WriteJson(Utf8JsonWriter json, FixupEvent fixup)
    {
        json.WriteString("file", fixup.FileName);
        json.WriteString("section", fixup.Section);
        json.WriteNumber("offset", fixup.Offset);
        json.WriteString("type", fixup.TypeName);
        json.WriteString("kind", fixup.Kind.ToString());
        json.WriteString("symbol", fixup.Symbol);
        json.WriteAddress("s", fixup.S);
        json.WriteNumber("a", fixup.A);
        json.WriteAddress("p", fixup.P);
        json.WriteAddress("o", fixup.O);
        json.WriteAddress("x", (ulong)fixup.X);
        json.WriteAddress("before", fixup.Before);
        json.WriteAddress("after", fixup.After);
        if (FixupInstruction.Of(fixup.Kind, fixup.After, fixup.P) is { } instruction)
        {
            json.WriteString("instruction", instruction);
        }

        json.WriteBoolean("throughStub", fixup.ThroughStub);
    }

    private static string Signed(long value) => value < 0 ? $"-0x{(ulong)-value:x}" : $"0x{value:x}";
}
