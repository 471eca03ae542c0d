using FsCheck.Xunit;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Bytes changed, cut, moved and repeated at random: still nothing but a sound result or a refusal.</summary>
public class MutationProperties
{
    private static readonly byte[][] Objects = [.. Fixtures.Objects().Select(File.ReadAllBytes)];
    private static readonly byte[][] CoffObjects =
    [
        CoffSamples.Everything().Build(), CoffSamples.Everything(isBig: true).Build(), CoffSamples.Everything(CoffBuilder.Arm64).Build(), CoffBuilder.Import("_f@8", "library.dll", 0, 4, 1, "g"),
    ];

    private static readonly byte[][] MachOObjects = [MachOSamples.Everything().Build(), MachOSamples.Everything(MachOBuilder.Arm64).Build(), .. Fixtures.MachOObjects().Select(File.ReadAllBytes)];
    private static readonly byte[][] Archives = [.. Fixtures.Archives().Select(File.ReadAllBytes)];
    private static readonly byte[][] Frames = [.. Objects.SelectMany(file => ContentsOf(file, SectionRole.Unwind))];
    private static readonly byte[][] StackMapSections = [.. Objects.Concat(MachOObjects).SelectMany(file => ContentsOf(file, SectionRole.StackMaps))];

    private static readonly byte[][] WithLines = [.. Repository.FixtureObjects.Where(path => Path.GetFileName(path).StartsWith("lines", StringComparison.Ordinal)).Select(File.ReadAllBytes)];

    private static IEnumerable<byte[]> ContentsOf(byte[] file, SectionRole role)
    {
        LinkGraph graph = ObjectReader.Read(file, "test.o");
        for (uint i = 0; i < graph.Sections.Length; i++)
        {
            if (graph.Sections[(int)i].Role == role)
            {
                yield return graph.ContentOf(new SectionId(i)).ToArray();
            }
        }
    }

    private static byte[] Mutate(byte[][] seeds, int seed)
    {
        var random = new Random(seed);
        byte[] file = [.. seeds[random.Next(seeds.Length)]];
        for (int i = random.Next(1, 5); i > 0 && file.Length > 16; i--)
        {
            int at = random.Next(file.Length);
            int size = Math.Min(random.Next(1, 9), file.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    random.NextBytes(file.AsSpan(at, size));
                    break;
                case 2:
                    file.AsSpan(at, size).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xff);
                    break;
                case 3:
                    file.AsSpan(random.Next(file.Length - size), size).CopyTo(file.AsSpan(at));
                    break;
                default:
                    file = [.. file[..at], .. file[Math.Min(at + size, file.Length)..]];
                    break;
            }
        }

        return file;
    }

    [Many(4000)]
    public void An_object_is_sound_or_refused(int seed, bool includeUnloaded) => SoundGraph.OrRefused(Mutate(Objects, seed), includeUnloaded);

    [Many(8000)]
    public void A_COFF_object_is_sound_or_refused(int seed, bool includeUnloaded) => SoundGraph.OrRefused(Mutate(CoffObjects, seed), includeUnloaded);

    [Many(8000)]
    public void A_Mach_O_object_is_sound_or_refused(int seed, bool includeUnloaded) => SoundGraph.OrRefused(Mutate(MachOObjects, seed), includeUnloaded);

    [Many(2000)]
    public void An_archive_is_read_or_refused(int seed) => SoundGraph.ArchiveOrRefused(Mutate(Archives, seed));

    [Many(4000)]
    public void Unwind_records_are_read_or_refused(int seed) => SoundGraph.FramesOrRefused(Mutate(Frames, seed));

    [Many(8000)]
    public void Stack_maps_are_read_or_refused(int seed) => SoundGraph.StackMapsOrRefused(Mutate(StackMapSections, seed));

    [Many(4000)]
    public void Lines_are_read_or_refused(int seed) => SoundLines.ObjectOrRefused(Mutate(WithLines, seed));

    [Many(500)]
    public void Any_bytes_are_read_or_refused(byte[] bytes)
    {
        byte[] elf = [.. new ElfBuilder().Build()[..20], .. bytes];
        SoundGraph.OrRefused(bytes);
        SoundGraph.OrRefused(elf);
        SoundGraph.OrRefused([.. new CoffBuilder().Build()[..2], .. bytes]);
        SoundGraph.OrRefused([.. new MachOBuilder().Build()[..32], .. bytes]);
        SoundGraph.ArchiveOrRefused([.. "!<arch>\n"u8, .. bytes]);
        SoundGraph.FramesOrRefused(bytes);
        SoundGraph.StackMapsOrRefused(bytes);
        SoundGraph.StackMapsOrRefused([.. new StackMapBuilder().Build()[..4], .. bytes]);
    }

    // A property that is tried so many times, and a tenth of them where a machine is imitated: readers are the same on all machines.
#pragma warning disable xUnit3003 // Its base has no constructor for that.
    private sealed class ManyAttribute : PropertyAttribute
    {
        public ManyAttribute(int count) => MaxTest = Emulation.IsOn ? count / 10 : count;
    }
#pragma warning restore xUnit3003
}
