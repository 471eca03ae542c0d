using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>What stack maps of an image say is where they say it is, while its code runs.</summary>
public sealed unsafe class LoadedImageStackMapsTests : IDisposable
{
    private static readonly Machine OwnMachine = Repository.Machine == "x64" ? Machine.X64 : Machine.Arm64;

    private static LoadedImage? s_image;
    private static nint s_object, s_moved;
    private static readonly List<string> s_seen = [];

    private readonly RuntimeLinker _linker = new();

    public void Dispose()
    {
        _linker.Dispose();
        s_image = null;
        s_seen.Clear();
    }

    private LoadedImage Link(string format, string name)
    {
        _linker.Definitions.Add("collecting", (nint)(delegate* unmanaged<nint*, void>)&Collecting);
        return _linker.Link(format == "elf" ? Fixtures.Read(name) : MachOFixtures.Read(name));
    }

    [Theory]
    [InlineData("elf")]
    [InlineData("macho")]
    public void A_variable_is_found_in_the_frame_of_the_caller(string format)
    {
        s_image = Link(format, "stackmaps.o");
        long result = ((delegate* unmanaged<nint, long, long>)s_image.GetAddress("at_call"))((nint)(delegate* unmanaged<nint*, void>)&Walking, 1000);

        // The callback has made it 1234; twice the old value joins.
        Assert.Equal(1234 + 2000, result);
        Assert.Equal(["record 3", "variable 1000"], s_seen);
    }

    [Theory]
    [InlineData("elf")]
    [InlineData("macho")]
    public void A_collector_moves_an_object_and_its_pointers_with_it(string format)
    {
        s_image = Link(format, "statepoints.o");
        using var old = new Cells(1, 2, 3, 4);
        using var moved = new Cells(10, 20, 30, 40);
        (s_object, s_moved) = (old.Address, moved.Address);
        Assert.Equal(30, ((delegate* unmanaged<nint, long, long>)s_image.GetAddress("derived"))(old.Address, 16));
        Assert.Equal(["record 100", "state 16, 42, -3, 81985529216486895", "pointer +0 +16", "variable 16"], s_seen);
        s_seen.Clear();
        Assert.Equal(moved.Address, ((delegate* unmanaged<nint, nint>)s_image.GetAddress("base"))(old.Address));
        Assert.Equal(["record 101", "state ", "pointer +0 +0"], s_seen);
        s_seen.Clear();
        Assert.Equal(7, ((delegate* unmanaged<long, long>)s_image.GetAddress("none"))(7));
        Assert.Equal(["record 102", "state "], s_seen);
    }

    [Fact]
    public void Functions_are_where_their_names_are()
    {
        using LoadedImage image = _linker.Link("stackmaps.o", "patchpoints.o");
        Assert.Equal(
            new[] { "every_location", "twice", "dynamic", "at_call", "nops", "call", "any_register", "small", "loop", "pair" }.Select(n => (ulong)image.GetAddress(n)),
            image.StackMaps.Functions.ToArray().Select(f => f.Address));
        Assert.Null(image.StackMaps.Functions[2].StackSize);
        Assert.Equal(2, image.StackMaps.WithId(ulong.MaxValue).Length);
        Assert.Equal(2, image.StackMaps.WithId(1).Length);
        Assert.Same(image.StackMaps, image.StackMaps);
    }

    [Fact]
    public void Of_a_function_that_two_objects_have_one_record_is_found()
    {
        LinkGraph[] graphs = [Fixtures.Read("patchpoints_shared.o"), Fixtures.Read("patchpoints_shared.o")];
        using LoadedImage image = _linker.Link(new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [7] = (nint)(delegate* unmanaged<long, long>)&Double } }, graphs);
        Assert.Equal(14, ((delegate* unmanaged<long, long>)image.GetAddress("shared"))(7));
        Assert.Equal([(ulong)image.GetAddress("shared"), 0], image.StackMaps.Functions.ToArray().Select(f => f.Address));
        Assert.Equal(2, image.StackMaps.WithId(7).Length);
        Assert.Equal([image.PatchPoints[0].Record], image.StackMaps.At((ulong)Assert.Single(image.PatchPoints).Address).ToArray());
    }

    [Fact]
    public void What_is_left_out_has_no_address()
    {
        using LoadedImage image = _linker.Link(new LinkRequest { Roots = ["sum"] }, Fixtures.ReadAll("stackmaps.o", "patchpoints.o"));
        Assert.Equal([0UL, 0, 0, 0], image.StackMaps.Functions[..4].ToArray().Select(f => f.Address));
        Assert.DoesNotContain(0UL, image.StackMaps.Functions[4..].ToArray().Select(f => f.Address));
    }

    [Fact]
    public void An_image_without_stack_maps_has_none()
    {
        LoadedImage image = _linker.Link("add.o");
        Assert.Same(StackMaps.Empty, image.StackMaps);
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image.StackMaps);
    }

    [Theory]
    [InlineData("elf-x64/stackmaps.o", "at_call")]
    [InlineData("elf-arm64/stackmaps.o", "at_call")]
    [InlineData("macho-x64/stackmaps.o", "at_call")]
    [InlineData("macho-arm64/stackmaps.o", "at_call")]
    [InlineData("coff-x64/stackmaps.obj", "at_call")]
    [InlineData("coff-arm64/stackmaps.obj", "at_call")]
    public void Elsewhere_addresses_are_those_of_the_target(string name, string function)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x7ff1_2345_0000) });
        linker.Definitions.Add("__chkstk", 0x7ff1_0000_0000);
        using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(name)), name));
        Assert.Equal((ulong)image.GetAddress(function), image.StackMaps[image.StackMaps[image.StackMaps.WithId(3)[0]].Function].Address);
    }

    // A function of the fixture gives its own frame record: the caller's frame pointer, where the caller continues; behind it lies the caller's frame.
    private static nint AddressOf(nint* frame, in StackMapLocation location) =>
        location.Value + (location.Register == DwarfRegisters.FramePointerOf(OwnMachine) ? frame[0]
        : location.Register == DwarfRegisters.StackPointerOf(OwnMachine) ? (nint)(frame + 2)
        : throw new InvalidOperationException(DwarfRegisters.NameOf(OwnMachine, location.Register)));

    private static long ValueOf(nint* frame, in StackMapLocation location) =>
        location.Kind == StackMapLocationKind.Indirect ? *(long*)AddressOf(frame, in location) : s_image!.StackMaps.ValueOf(in location);

    [UnmanagedCallersOnly]
    private static void Walking(nint* frame)
    {
        foreach (StackMapRecordId id in s_image!.StackMaps.At((ulong)frame[1]))
        {
            s_seen.Add($"record {s_image.StackMaps[id].Id}");
            StackMapLocation variable = s_image.StackMaps.LocationsOf(id)[0];
            Assert.Equal(StackMapLocationKind.Direct, variable.Kind);
            s_seen.Add($"variable {*(long*)AddressOf(frame, in variable)}");
            *(long*)AddressOf(frame, in variable) = 1234;
        }
    }

    [UnmanagedCallersOnly]
    private static void Collecting(nint* frame)
    {
        StackMaps maps = s_image!.StackMaps;
        foreach (StackMapRecordId id in maps.At((ulong)frame[1]))
        {
            s_seen.Add($"record {maps[id].Id}");
            maps.TryGetStatepoint(id, out Statepoint statepoint);
            var state = new List<long>();
            foreach (ref readonly StackMapLocation location in statepoint.Deopt)
            {
                state.Add(ValueOf(frame, in location));
            }

            s_seen.Add($"state {string.Join(", ", state)}");
            foreach (ref readonly StatepointPointer pointer in statepoint.Pointers)
            {
                StackMapLocation start = pointer.Base, inner = pointer.Derived;
                nint* ofStart = (nint*)AddressOf(frame, in start), ofInner = (nint*)AddressOf(frame, in inner);
                nint offset = *ofInner - *ofStart;
                s_seen.Add($"pointer +{*ofStart - s_object} +{offset}");
                *ofStart = s_moved;
                *ofInner = s_moved + offset;
            }

            foreach (ref readonly StackMapLocation variable in statepoint.Allocas)
            {
                s_seen.Add($"variable {*(long*)AddressOf(frame, in variable)}");
            }
        }
    }

    [UnmanagedCallersOnly]
    private static long Double(long value) => 2 * value;

    /// <summary>Memory that stays where it is.</summary>
    private sealed class Cells : IDisposable
    {
        internal Cells(params ReadOnlySpan<long> values)
        {
            Address = (nint)NativeMemory.Alloc((nuint)values.Length, sizeof(long));
            values.CopyTo(new Span<long>((void*)Address, values.Length));
        }

        internal nint Address { get; }

        public void Dispose() => NativeMemory.Free((void*)Address);
    }
}
