using System.Text.Json;

namespace Linker.Cli.Output;

/// <summary>Writes what a command found to standard output.</summary>
internal static class Report
{
    /// <summary>Tables and lines.</summary>
    internal static void Text(Action<TextWriter> write)
    {
        using StreamWriter output = Terminal.OpenOutput();
        write(output);
    }

    /// <summary>Tables, as wide as the terminal.</summary>
    internal static void WriteTable(this TextWriter output, Table table) => table.Write(output, Terminal.Width, Terminal.OutputHasColour);

    /// <summary>One JSON document. Addresses in it are strings, because not every reader of JSON keeps 64 bits of a number.</summary>
    internal static void Json(Action<Utf8JsonWriter> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = !Console.IsOutputRedirected, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>A property with an array of objects.</summary>
    internal static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>A property with an address.</summary>
    internal static void WriteAddress(this Utf8JsonWriter json, string name, ulong address) => json.WriteString(name, Hex(address));

    /// <summary>An address as people write it.</summary>
    internal static string Hex(ulong value) => $"0x{value:x}";

    /// <summary>A symbol and an addend as the ABI writes them.</summary>
    internal static string WithAddend(string symbol, long addend) => addend switch
    {
        0 => symbol,
        < 0 => $"{symbol} - 0x{(ulong)-addend:x}",
        _ => $"{symbol} + 0x{addend:x}",
    };
}
