using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>One COFF object linked by lld, which says where it has put each section, and by us with the sections at the same addresses: all bytes have to be equal.</summary>
internal static class CoffComparison
{
    internal const string Lld = "lld-link-22";

    /// <summary>Whether a section has bytes in the image.</summary>
    private static bool IsCompared(in Section section) => section.IsLoaded && !section.IsZeroFill && section.Size != 0;

    /// <returns>How many bytes were compared, and what the other linker said when it refused the object.</returns>
    internal static (int Count, string Error) Compare(byte[] file, ulong imageBase)
    {
        ReferenceLinker.Require(Lld);
        (byte[]? image, string map, string error) = Link(file, imageBase);
        if (image is null)
        {
            return (0, error);
        }

        LinkGraph graph = ObjectReader.Read(file, "in.obj");
        Dictionary<uint, ulong> addresses = Addresses(graph, map, imageBase);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(imageBase + 0x100_0000), Scopes = [] });
        linker.Definitions.Add("__ImageBase", imageBase);
        var request = new LinkRequest { Record = true, SectionAddress = (_, id) => addresses.TryGetValue(id.Index, out ulong address) ? address : null };
        using LoadedImage ours = linker.Link(request, graph);
        int count = 0;
        foreach ((uint index, ulong address) in addresses)
        {
            Section section = graph.Sections[(int)index];
            if (IsCompared(in section))
            {
                string theirs = Convert.ToHexString(BytesAt(image, (uint)(address - imageBase), (int)section.Size));
                Assert.Equal((graph.NameOf(section), theirs), (graph.NameOf(section), Convert.ToHexString(ours.BytesAt(address, (int)section.Size))));
                count += (int)section.Size;
            }
        }

        return (count, "");
    }

    private static (byte[]? Image, string Map, string Error) Link(byte[] file, ulong imageBase)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linker-differential");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            File.WriteAllBytes(At("in.obj"), file);
            // An image for ARM64 can always be moved.
            string[] arguments = ["/dll", "/noentry", $"/base:0x{imageBase:x}", .. (string[])(file[0] == 0x64 && file[1] == 0x86 ? ["/fixed"] : []), "/opt:noref,noicf,nolldtailmerge", "/nodefaultlib", "/noimplib", $"/lldmap:{At("map")}", $"/out:{At("out")}", At("in.obj")];
            var start = new ProcessStartInfo(Lld, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string error = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            return process.ExitCode == 0 ? (File.ReadAllBytes(At("out")), File.ReadAllText(At("map")), "") : (null, "", error);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    // Of sections that have one name and size the map keeps the object's order.
    private static Dictionary<uint, ulong> Addresses(LinkGraph graph, string map, ulong imageBase)
    {
        var byName = new Dictionary<(string Name, ulong Size), Queue<ulong>>();
        foreach (string line in map.Split('\n'))
        {
            // Address, size, alignment, and the section indented by eight blanks.
            int name = line.IndexOf(":(", StringComparison.Ordinal);
            if (name > 0 && line.TrimEnd() is [.., ')'] text)
            {
                (string, ulong) section = (text[(name + 2)..^1], Number(line, 9));
                if (!byName.TryGetValue(section, out Queue<ulong>? queue))
                {
                    byName.Add(section, queue = new Queue<ulong>());
                }

                queue.Enqueue(imageBase + Number(line, 0));
            }
        }

        var addresses = new Dictionary<uint, ulong>();
        for (uint i = 1; i < graph.Sections.Length; i++)
        {
            Section section = graph.Sections[(int)i];
            if (section.IsLoaded && section.Size != 0 && byName.TryGetValue((graph.NameOf(section), section.Size), out Queue<ulong>? queue) && queue.TryDequeue(out ulong address))
            {
                addresses.Add(i, address);
            }
            else
            {
                Assert.False(IsCompared(in section), $"{graph.NameOf(section)} is not in the map:\n{map}");
            }
        }

        return addresses;
    }

    private static ulong Number(string line, int start) => ulong.Parse(line.AsSpan(start, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> BytesAt(byte[] image, uint offset, int size)
    {
        int header = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(0x3c));
        int table = header + 24 + BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(header + 20));
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(header + 6)); i++)
        {
            ReadOnlySpan<byte> row = image.AsSpan(table + (i * 40));
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(row[12..]), rawSize = BinaryPrimitives.ReadUInt32LittleEndian(row[16..]), raw = BinaryPrimitives.ReadUInt32LittleEndian(row[20..]);
            if (offset >= start && offset - start + (uint)size <= rawSize)
            {
                return image.AsSpan((int)(raw + offset - start), size);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(offset), $"0x{offset:x} is in no section: {Encoding.ASCII.GetString(image.AsSpan(table, 8))}…");
    }
}
