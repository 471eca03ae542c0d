using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Patch points that cannot be made: the link says why, and nothing of it remains.</summary>
public sealed class PatchSitesTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    private static byte[] Nop => Repository.Machine == "x64" ? [0x90] : [0x1f, 0x20, 0x03, 0xd5];

    private static int Needed => Repository.Machine == "x64" ? 6 : 12;

    public void Dispose() => _linker.Dispose();

    private PatchPointException Refusal(LinkRequest request, params string[] names)
    {
        PatchPointException e = Assert.Throws<PatchPointException>(() => _linker.Link(request, Fixtures.ReadAll(names)));
        Assert.True(_linker.Images.IsEmpty);
        return e;
    }

    private PatchPointException Refusal(string name, params (ulong Id, nint Target)[] points) => Refusal(new LinkRequest { PatchPoints = points.ToDictionary(p => p.Id, p => p.Target) }, name);

    [Fact]
    public void Too_small_an_area_says_how_large_it_has_to_be()
    {
        PatchPointFailure failure = Assert.Single(Refusal("patchpoints.o", (4, 1)).Failures);
        Assert.Equal(4UL, failure.Id);
        Assert.NotNull(failure.Address);
        Assert.Contains($"it has 4 bytes for code, a call needs {Needed}", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_without_a_record_are_all_named()
    {
        PatchPointException e = Refusal("patchpoints.o", (1, 1), (99, 1), (98, 1));
        Assert.Equal(
            "patchpoints.o: patch point 98: no stack map of the link has a record of it\npatchpoints.o: patch point 99: no stack map of the link has a record of it", e.Message);
        Assert.Equal([98UL, 99], e.Failures.Select(f => f.Id));
        Assert.Single(Refusal("add.o", (1, 1)).Failures);
    }

    [Fact]
    public void One_that_calls_nothing_as_compiled_needs_a_target() =>
        Assert.Contains("calls nothing as compiled", Refusal("patchpoints.o", (1, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_fail_are_named()
    {
        PatchPointException e = Refusal("patchpoints.o", (1, 0), (4, 1), (6, 0), (2, 0));
        Assert.Equal([1UL, 4, 6, 6], e.Failures.Select(f => f.Id).Order().ToArray());
    }

    [Theory]
    [InlineData("statepoints.o", 100)]
    [InlineData("stackmaps.o", 3)]
    public void A_statepoint_and_a_stack_map_are_no_patch_points(string name, ulong id) =>
        Assert.Contains("it has 0 bytes for code", Refusal(new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [id] = 1 }, Initialize = false }, WithCollector(name)).Message, StringComparison.Ordinal);

    // The statepoints' collector is another object's.
    private string[] WithCollector(string name)
    {
        _linker.Definitions.Add("collecting", 1);
        return [name];
    }

    [Fact]
    public void Records_of_functions_that_are_left_out_make_no_patch_point()
    {
        var request = new LinkRequest { Roots = ["nops"], PatchPoints = new Dictionary<ulong, nint> { [ulong.MaxValue] = 1, [1] = 1 } };
        PatchPointException e = Refusal(request, "patchpoints.o", "stackmaps.o");
        Assert.Equal([ulong.MaxValue], e.Failures.Where(f => f.Problem.Contains("left out of the link", StringComparison.Ordinal)).Select(f => f.Id));
    }

    [Fact]
    public void A_number_that_a_relocation_writes_has_no_slot()
    {
        const int Apart = 16;
        ObjectWriter written = new ObjectWriter().Absolute("one", 1);
        ObjectWriter.Part code = written.Code("code");
        for (int i = 0; i < 2 * Apart; i += Nop.Length)
        {
            code.Bytes(Nop);
        }

        // A table of a function with two records, neither with locations; the number of the second is 2 in the file and 1 in the image.
        LinkGraph graph = written.Section(".llvm_stackmaps", "a").Word(3).Word(1).Word(0).Word(2)
            .Field(ObjectWriter.R64, "code", size: 8).Word(8).Word(0).Word(2).Word(0)
            .Word(1).Word(0).Word(0).Word(0).Word(0).Word(0)
            .Field(ObjectWriter.R64, "one", size: 8).Word(Apart).Word(0).Word(0).Word(0).Read();
        PatchPointException e = Assert.Throws<PatchPointException>(() => _linker.Link(new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [1] = 1 } }, graph));
        Assert.Contains("there is no slot for it", Assert.Single(e.Failures).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elf-x64")]
    [InlineData("elf-arm64")]
    [InlineData("coff-x64")]
    [InlineData("coff-arm64")]
    [InlineData("macho-x64")]
    [InlineData("macho-arm64")]
    public void Patch_points_of_damaged_objects_are_made_or_refused(string folder)
    {
        const int Count = 200;
        byte[] whole = File.ReadAllBytes(Directory.GetFiles(Repository.Fixture(folder), "patchpoints.o*").Single());
        Assert.True(IsMade(whole));
        var random = new Random(folder.Length + folder[^2]);
        int made = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] file = [.. whole];
            for (int flips = 1 + (i % 3); flips > 0; flips--)
            {
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            }

            made += IsMade(file) ? 1 : 0;
        }

        Assert.InRange(made, Count / 10, Count - (Count / 10));
    }

    private static bool IsMade(byte[] file)
    {
        var memory = new CountedMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [new CallbackResolver(_ => 0x1100_0000)] });
        var request = LinkRequest.ForCheck with { Placement = Placement.At(0x1000_0000), PatchPoints = new Dictionary<ulong, nint> { [1] = 1, [2] = 0, [6] = 1 } };
        try
        {
            using LoadedImage image = linker.Link(request, ObjectReader.Read(file, "damaged.o"));
            Assert.All(image.PatchPoints, p => Assert.Contains(p.Record, image.StackMaps.At((ulong)p.Address).ToArray()));
            return true;
        }
        catch (Exception e) when (e is PatchPointException || RuntimeLinkerDamagedTests.Refusals.Any(t => t.IsInstanceOfType(e)))
        {
            return false;
        }
        finally
        {
            Assert.Equal(0, memory.Live);
        }
    }

    [Fact]
    public void A_damaged_section_of_stack_maps_is_refused_when_patch_points_are_wanted_of_it()
    {
        byte[] file = Fixtures.ReadBytes("patchpoints.o");
        LinkGraph whole = ObjectReader.Read(file, "patchpoints.o");
        int section = whole.Sections.ToArray().ToList().FindIndex(s => s.Role == SectionRole.StackMaps);
        file[whole.Sections[section].Content.Offset] = 4;
        LinkGraph damaged = ObjectReader.Read(file, "damaged.o");
        var request = new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [1] = 1 } };
        Assert.Contains("damaged.o: stack map header, version", Assert.Throws<ObjectFormatException>(() => _linker.Link(request, damaged)).Message, StringComparison.Ordinal);

        // Who does not ask can run it.
        using LoadedImage image = _linker.Link(damaged);
        Assert.Contains("version 4", Assert.Throws<ObjectFormatException>(() => image.StackMaps).Message, StringComparison.Ordinal);
    }
}
