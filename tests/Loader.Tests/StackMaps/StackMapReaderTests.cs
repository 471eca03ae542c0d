using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Tables as bytes: what is read, and that nothing but a sound result or the one exception comes of any bytes.</summary>
public class StackMapReaderTests
{
    private static readonly (byte, ushort, ushort, int)[] Every = [(1, 8, 3, 0), (2, 8, 6, -16), (3, 4, 7, 24), (4, 8, 0, -1), (5, 8, 0, 1)];

    private static byte[] Two() => new StackMapBuilder()
        .Function(0x1000, 24, 2).Function(0x2000, ulong.MaxValue, 1).Constant(5).Constant(0x123456789abcdef0)
        .Record(1, 9, Every, (0, 8), (17, 16)).Record(ulong.MaxValue, 20, []).Record(1, 4, [(1, 2, 9, 0)], (2, 4))
        .Build();

    private static byte[] One() => new StackMapBuilder().Function(0x3000, 8, 1).Constant(77).Record(9, 12, [(5, 8, 0, 0)]).Build();

    private static StackMaps Read(byte[] bytes) => StackMapReader.Read(bytes, "test.o");

    private static string Refusal(byte[] bytes) => Assert.Throws<ObjectFormatException>(() => Read(bytes)).Message;

    [Fact]
    public void Functions_constants_records_locations_and_live_outs_are_those_of_the_table()
    {
        StackMaps maps = Read(Two());
        Assert.Equal([new(0x1000, 24, 16, new(0), 2), new(0x2000, null, 40, new(2), 1)], maps.Functions.ToArray());
        Assert.Equal([5UL, 0x123456789abcdef0], maps.Constants.ToArray());
        Assert.Equal([new(1, new(0), 9, 0, 0, 5, 0, 2), new(ulong.MaxValue, new(0), 20, 0, 5, 0, 2, 0), new(1, new(1), 4, 0, 5, 1, 2, 1)], maps.Records.ToArray());
        Assert.Equal(
            [
                new(StackMapLocationKind.Register, 8, 3, 0), new(StackMapLocationKind.Direct, 8, 6, -16), new(StackMapLocationKind.Indirect, 4, 7, 24),
                new(StackMapLocationKind.Constant, 8, 0, -1), new(StackMapLocationKind.ConstantIndex, 8, 0, 1),
            ],
            maps.LocationsOf(new(0)).ToArray());
        Assert.Equal([new(0, 8), new(17, 16)], maps.LiveOutsOf(new(0)).ToArray());
        Assert.Equal([new(2, 4)], maps.LiveOutsOf(new(2)).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(24)]
    public void Tables_of_several_objects_stand_one_behind_the_other(int padding)
    {
        byte[] gap = new byte[padding];
        StackMaps maps = Read([.. gap, .. Two(), .. gap, .. One(), .. gap, .. Two(), .. gap, 0, 0, 0]);
        Assert.Equal([0x1000UL, 0x2000, 0x3000, 0x1000, 0x2000], maps.Functions.ToArray().Select(f => f.Address));
        Assert.Equal([0U, 2, 3, 4, 6], maps.Functions.ToArray().Select(f => f.FirstRecord.Index));
        Assert.Equal([1UL, ulong.MaxValue, 1, 9, 1, ulong.MaxValue, 1], maps.Records.ToArray().Select(r => r.Id));
        Assert.Equal(77, maps.ValueOf(in maps.LocationsOf(new(3))[0]));
        Assert.Equal(0x123456789abcdef0, maps.ValueOf(in maps.LocationsOf(new(4))[4]));
        Assert.Equal((uint)(padding + Two().Length + padding + 16), maps.Functions[2].AddressOffset);
    }

    [Fact]
    public void Nothing_and_padding_have_no_records()
    {
        Assert.Same(StackMaps.Empty, Read([]));
        Assert.Same(StackMaps.Empty, Read(new byte[100]));
        Assert.Empty(Read(new StackMapBuilder().Build()).Records.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(255)]
    public void Another_version_is_refused_by_its_number(byte version) => Assert.Contains(
        $"version {version} is not 3", Refusal([.. One(), .. new StackMapBuilder { Version = version, FunctionCount = 1 }.Build()]), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(255)]
    public void A_location_of_no_known_sort_is_refused(byte kind) =>
        Assert.Contains($"no sort {kind}", Refusal(new StackMapBuilder().Function(0, 0, 1).Record(1, 0, [(kind, 8, 0, 0)]).Build()), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_constant_of_another_table_is_refused(int index) => Assert.Contains(
        "1 constants", Refusal([.. Two(), .. new StackMapBuilder().Function(0, 0, 1).Constant(1).Record(1, 0, [(5, 8, 0, index)]).Build()]), StringComparison.Ordinal);

    [Fact]
    public void Records_belong_to_functions_one_by_one()
    {
        Assert.Contains("2 records are claimed, but 1 are left", Refusal(new StackMapBuilder().Function(0, 0, 2).Record(1, 0, []).Build()), StringComparison.Ordinal);
        Assert.Contains("belong to no function", Refusal(new StackMapBuilder().Function(0, 0, 1).Record(1, 0, []).Record(1, 0, []).Build()), StringComparison.Ordinal);
        Assert.Contains("are left", Refusal(new StackMapBuilder().Function(0, 0, 1).Function(0, 0, ulong.MaxValue).Record(1, 0, []).Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_are_believed_only_as_far_as_there_are_bytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("are claimed", Refusal(new StackMapBuilder { FunctionCount = uint.MaxValue }.Build()), StringComparison.Ordinal);
        Assert.Contains("are claimed", Refusal(new StackMapBuilder { ConstantCount = uint.MaxValue }.Build()), StringComparison.Ordinal);
        Assert.Contains("are claimed", Refusal(new StackMapBuilder { RecordCount = uint.MaxValue }.Function(0, 0, uint.MaxValue).Build()), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_message_says_where_in_the_file_it_is() =>
        Assert.Equal("a.o: stack map record 2 at offset 0x108: 0x10 bytes are claimed, but the section has 0x8 more", Assert.Throws<ObjectFormatException>(() => StackMapReader.Read(Two().AsSpan()[..^32], "a.o", 0x40)).Message);

    [Fact]
    public void A_table_cut_anywhere_is_sound_or_refused()
    {
        byte[] bytes = [.. Two(), .. One()];
        int sound = 0;
        for (int size = 0; size <= bytes.Length; size++)
        {
            sound += SoundGraph.StackMapsOrRefused(bytes.AsSpan(0, size)) ? 1 : 0;
        }

        // Nothing, the first table, both.
        Assert.Equal(3, sound);
    }

    [Fact]
    public void Every_field_of_every_fixture_overwritten_is_sound_or_refused()
    {
        int refused = 0;
        foreach (byte[] section in Emulation.Sample(Sections()))
        {
            for (int size = 0; size < section.Length; size++)
            {
                refused += SoundGraph.StackMapsOrRefused(section.AsSpan(0, size)) ? 0 : 1;
            }

            foreach (int width in (int[])[1, 2, 4, 8])
            {
                for (int offset = 0; offset + width <= section.Length; offset += width)
                {
                    refused += SoundGraph.Overwrite(section, offset, width, bytes => SoundGraph.StackMapsOrRefused(bytes));
                }
            }
        }

        Assert.True(refused > (Emulation.IsOn ? 500 : 10_000));
    }

    [Fact]
    public void Random_damage_is_sound_or_refused()
    {
        var random = new Random(20240501);
        byte[][] sections = [.. Sections(), Two(), [.. Two(), .. One()]];
        int sound = 0, count = Emulation.IsOn ? 500 : 5_000;
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. sections[i % sections.Length]];
            for (int j = random.Next(1, 6); j > 0; j--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            sound += SoundGraph.StackMapsOrRefused(bytes) ? 1 : 0;
        }

        Assert.InRange(sound, count / 20, count * 19 / 20);
    }

    private static byte[][] Sections() =>
    [
        .. Repository.FixtureObjects.Where(f => Path.GetFileName(f) is "stackmaps.o" or "patchpoints.obj" or "statepoints.o").SelectMany(f =>
        {
            LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(f), f);
            return Enumerable.Range(0, graph.Sections.Length).Where(s => graph.Sections[s].Role == SectionRole.StackMaps).Select(s => graph.ContentOf(new((uint)s)).ToArray());
        }),
    ];
}
