using System.Globalization;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Engine;
using Linker.MemoryManager;

namespace Linker.Bench.Measure;

/// <summary>Resident memory of live images, on average over many.</summary>
/// <param name="Title">What was linked.</param>
/// <param name="LoadedSize">Bytes of its loaded sections, those without content too.</param>
/// <param name="PageSize">Resident bytes an image in the linker's mappings.</param>
/// <param name="HeapSize">Live managed bytes an image.</param>
internal sealed record MemoryUse(string Title, long LoadedSize, long PageSize, long HeapSize)
{
    private const int ImageCount = 1000;

    /// <summary>What is linked.</summary>
    internal static IReadOnlyList<string> InputNames => ["node.o", "three.o", "select.o"];

    internal long TotalSize => PageSize + HeapSize;

    /// <summary>What an image may take.</summary>
    internal long Target => (long)(1.15 * LoadedSize) + 4096;

    /// <summary>Links one input again and again, and keeps the images.</summary>
    internal static MemoryUse Of(InputFolder folder, string name)
    {
        Input input = folder.Input(name);
        using var own = new OwnLinker(input);
        own.WarmUp(TimeSpan.FromSeconds(0.5));
        var images = new List<LoadedImage>(ImageCount);
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < ImageCount; i++)
        {
            images.Add(own.Add(input.Objects[0]));
        }

        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;
        long pages = ResidentSize(images);
        images.ForEach(image => image.Dispose());
        return new MemoryUse(input.Title, input.LoadedSize, pages / ImageCount, heap / ImageCount);
    }

    // Shares are added up: memory that is mapped twice, to be written here and executed there, is there once. A mapping is the linker's when an image lies in it, or when it is another
    // view of the same file.
    private static long ResidentSize(IReadOnlyList<LoadedImage> images)
    {
        ulong[] addresses = [.. images.SelectMany(image => image.Segments.ToArray()).Where(s => s.Size != 0).Select(s => s.TargetAddress).Order()];
        List<Mapping> mappings = [.. Mapping.All()];
        HashSet<string> files = [.. mappings.Where(m => m.HasOneOf(addresses) && m.File.Length != 0).Select(m => m.File)];
        return mappings.Where(m => m.HasOneOf(addresses) || files.Contains(m.File)).Sum(m => m.Share);
    }

    /// <summary>A line of /proc/self/smaps with the proportional share of its memory.</summary>
    private readonly record struct Mapping(ulong Start, ulong End, string File, long Share)
    {
        internal static IEnumerable<Mapping> All()
        {
            Mapping current = default;
            foreach (string line in System.IO.File.ReadLines("/proc/self/smaps"))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words[0].Contains('-', StringComparison.Ordinal))
                {
                    string[] range = words[0].Split('-');
                    current = new Mapping(ulong.Parse(range[0], NumberStyles.HexNumber, null), ulong.Parse(range[1], NumberStyles.HexNumber, null), words.Length > 5 ? $"{words[5]} {words[4]}" : "", 0);
                }
                else if (words[0] == "Pss:")
                {
                    yield return current with { Share = 1024 * long.Parse(words[1], CultureInfo.InvariantCulture) };
                }
            }
        }

        internal bool HasOneOf(ulong[] ascending)
        {
            int index = Array.BinarySearch(ascending, Start);
            index = index < 0 ? ~index : index;
            return index < ascending.Length && ascending[index] < End;
        }
    }
}
