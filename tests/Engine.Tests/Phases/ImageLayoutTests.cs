using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>The same inputs give the same bytes; another base changes only what depends on it.</summary>
public sealed class ImageLayoutTests
{
    private const ulong Externals = 0x2000_0000;

    public static TheoryData<string> Objects() =>
    [
        .. Fixtures.Named("reloc_"), .. Fixtures.Named("models_"), .. Fixtures.Named("tls_").Where(n => !n.Contains("user", StringComparison.Ordinal)),
        "data.o", "hello.o", "catcher.o thrower.o", "comdat_a.o comdat_b.o", "common_a.o common_b.o", "align64k.o", "multiple_eh_frame.o", "ifunc.o",
    ];

    [Theory]
    [InlineData(Machine.Arm64, 0xc0000000u, 1, true)] // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI, PAC
    [InlineData(Machine.Arm64, 0xc0000000u, 2, false)]
    [InlineData(Machine.Arm64, 0xc0000000u, 3, true)]
    [InlineData(Machine.X64, 0xc0000002u, 1, true)] // GNU_PROPERTY_X86_FEATURE_1_AND: IBT
    [InlineData(Machine.X64, 0xc0000000u, 1, false)]
    public void Code_is_guarded_when_every_object_promises_landing_pads(Machine machine, uint property, int features, bool isGuarded)
    {
        LinkGraph Promising(string name)
        {
            var writer = new ObjectWriter(machine);
            writer.Section(".note.gnu.property", "a", 7).Word(4).Word(16).Word(5).Bytes("GNU\0"u8.ToArray()).Word((int)property).Word(4).Word(features).Word(0);
            writer.Code(name).Returns(1);
            return writer.Read();
        }

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1000), Scopes = [] });
        Assert.Equal(isGuarded, IsGuarded(linker.Link(Promising("f"), Promising("g"))));
        Assert.False(IsGuarded(linker.Link(Promising("f"), new ObjectWriter(machine).Code("plain").Returns(2).Read())));

        static bool IsGuarded(LoadedImage image) =>
            (image.Segments.ToArray().Single(s => (s.Access & PageAccess.Execute) != 0).Access & PageAccess.Guarded) != 0;
    }

    [Fact]
    public unsafe void Guarded_code_runs_beside_unguarded_code()
    {
        using var linker = new RuntimeLinker();
        foreach (bool promises in (bool[])[true, false, true])
        {
            var writer = new ObjectWriter();
            if (promises)
            {
                writer.Section(".note.gnu.property", "a", 7).Word(4).Word(16).Word(5).Bytes("GNU\0"u8.ToArray()).Word(RuntimeLinker.MachineOfProcess == Machine.Arm64 ? unchecked((int)0xc0000000) : unchecked((int)0xc0000002)).Word(4).Word(1).Word(0);
            }

            // bti c is endbr64 in the other machine's words; code that promises nothing has none.
            Part code = writer.Code("f");
            LoadedImage image = linker.Link((promises ? code.IsX64 ? code.Bytes(0xf3, 0x0f, 0x1e, 0xfa) : code.Instructions(0xd503245f) : code).Returns(7).Read());
            Assert.Equal(7, ((delegate* unmanaged<int>)image.GetAddress("f"))());
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_same_inputs_give_the_same_bytes_at_the_same_addresses(string objects)
    {
        using Linked first = new(objects, 0x1000_0000);
        using Linked second = new(objects, 0x1000_0000);
        Assert.Equal(first.Image.Segments.Length, second.Image.Segments.Length);
        for (int i = 0; i < first.Image.Segments.Length; i++)
        {
            ReservedSegment a = first.Image.Segments[i], b = second.Image.Segments[i];
            Assert.Equal((a.TargetAddress, a.Size, a.Access), (b.TargetAddress, b.Size, b.Access));
            Assert.True(first.Image.BytesAt(a.TargetAddress, (int)a.Size).SequenceEqual(second.Image.BytesAt(b.TargetAddress, (int)b.Size)));
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void At_another_base_only_places_slots_and_stubs_differ(string objects)
    {
        using Linked first = new(objects, 0x1000_0000);
        using Linked second = new(objects, 0x1800_0000);
        ulong shift = second.Image.Segments[0].TargetAddress - first.Image.Segments[0].TargetAddress;
        Assert.Equal(0x800_0000UL, shift);
        HashSet<ulong> mayDiffer = first.Record.Fixups.SelectMany(f => Range(f.P, RelocTable.For(f.Kind).Field.Size))
            .Concat(first.Record.Slots.SelectMany(s => Range(s.Address, s.Purpose is "TLS index" or "TLS descriptor" or "TLS module" ? 16 : 8)))
            .Concat(first.Record.Stubs.SelectMany(s => Range(s.Address, 16))).ToHashSet();
        foreach (ref readonly ReservedSegment segment in first.Image.Segments)
        {
            ReadOnlySpan<byte> a = first.Image.BytesAt(segment.TargetAddress, (int)segment.Size);
            ReadOnlySpan<byte> b = second.Image.BytesAt(segment.TargetAddress + shift, (int)segment.Size);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.True(a[i] == b[i] || mayDiffer.Contains(segment.TargetAddress + (ulong)i), $"0x{segment.TargetAddress + (ulong)i:x}");
            }
        }

        // What is relative to its own image does not move with it.
        foreach ((FixupEvent a, FixupEvent b) in first.Record.Fixups.Zip(second.Record.Fixups))
        {
            Assert.Equal((a.Section, a.Offset, a.Kind, a.P + shift), (b.Section, b.Offset, b.Kind, b.P));
            if (RelocTable.For(a.Kind).Origin == Origin.Place && b.S - a.S == shift)
            {
                Assert.Equal(a.After, b.After);
            }
        }
    }

    [Fact]
    public void Sections_named_by_the_caller_lie_where_he_says()
    {
        LinkGraph graph = Fixtures.Read("data.o");
        var addresses = new Dictionary<uint, ulong>();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        var request = new LinkRequest
        {
            Record = true,
            SectionAddress = (g, id) =>
            {
                Assert.Same(graph, g);
                if (g.NameOf(g.Sections[(int)id.Index]) is ".data" or ".text")
                {
                    return addresses[id.Index] = 0x50_0000 + (0x1_0000 * (ulong)id.Index);
                }

                return null;
            },
        };
        using LoadedImage image = linker.Link(request, graph);
        Assert.Equal(2, addresses.Count);
        foreach (SectionEvent section in image.Record!.Sections)
        {
            Assert.Equal(addresses.GetValueOrDefault((uint)section.Index, section.Address), section.Address);
        }

        Assert.InRange(image.GetAddress("answer"), 0x50_0000, 0x70_0000);
        Assert.InRange(image.GetAddress("zeroes"), 0x1000_0000, 0x1100_0000);
    }

    [Fact]
    public void Sections_that_would_overlap_are_refused()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        var request = new LinkRequest { SectionAddress = (_, _) => 0x50_0000 };
        Assert.ThrowsAny<OutOfMemoryException>(() => linker.Link(request, Fixtures.Read("data.o")));
        using LoadedImage image = linker.Link("data.o");
        Assert.NotEqual(0, image.GetAddress("answer"));
    }

    [Theory]
    [InlineData(Machine.X64, 12 - 24)] // ends at the thread pointer
    [InlineData(Machine.Arm64, 16 + 12)] // behind a header of 16 bytes at the thread pointer
    public void Named_thread_local_sections_are_a_block_beside_the_thread_pointer(Machine machine, long distance)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        var request = new LinkRequest
        {
            Record = true,
            SectionAddress = (g, id) => g.NameOf(g.Sections[(int)id.Index]) switch { ".tdata" => 0x60_0000, ".tbss" => 0x60_0010, _ => null },
        };
        var writer = new ObjectWriter(machine);
        writer.Section(".tdata", "awT", alignment: 1).Bytes(new byte[12]).Label("variable", ObjectWriter.ThreadLocal).Word(1);
        writer.Section(".tbss", "awT", 8, alignment: 1).Zeroes(8);
        writer.Code("ask").ReturnsThreadLocal("variable");
        using LoadedImage image = linker.Link(request, writer.Read());
        Assert.All(image.Record!.Fixups, f => Assert.Equal(distance, f.X));
        Assert.NotEmpty(image.Record.Fixups);
    }

    [Fact]
    public void All_of_an_image_s_sections_are_within_two_gigabytes()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link("bss_800mb.o");
        ReservedSegment last = image.Segments[^1];
        Assert.InRange(last.TargetAddress + last.Size - image.Segments[0].TargetAddress, 800UL << 20, 1UL << 31);
    }

    private static IEnumerable<ulong> Range(ulong start, int count) => Enumerable.Range(0, count).Select(i => start + (ulong)i);

    private sealed class Linked : IDisposable
    {
        private readonly RuntimeLinker _linker;

        internal Linked(string objects, ulong address)
        {
            _linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(address) });
            LinkGraph[] graphs = Fixtures.ReadAll(objects.Split(' '));
            Targets.DefineMissing(_linker, graphs, Externals);
            Image = _linker.Link(new LinkRequest { Record = true, Placement = Placement.Anywhere }, graphs);
        }

        internal LoadedImage Image { get; }

        internal LinkRecord Record => Image.Record!;

        public void Dispose() => _linker.Dispose();
    }
}
