using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Patch points that call through slots, while the code runs.</summary>
public sealed unsafe class PatchPointTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    private static nint Sum => (nint)(delegate* unmanaged<long, long, long>)&Add;

    private static nint Difference => (nint)(delegate* unmanaged<long, long, long>)&Subtract;

    public void Dispose() => _linker.Dispose();

    private static LinkGraph Read(string format) => format == "elf" ? Fixtures.Read("patchpoints.o") : MachOFixtures.Read("patchpoints.o");

    private LoadedImage Link(string format, params (ulong Id, nint Target)[] points) =>
        _linker.Link(new LinkRequest { PatchPoints = points.ToDictionary(p => p.Id, p => p.Target) }, Read(format));

    private static long Call(LoadedImage image, string name, long a, long b) => ((delegate* unmanaged<long, long, long>)image.GetAddress(name))(a, b);

    [Theory]
    [InlineData("elf")]
    [InlineData("macho")]
    public void A_patch_point_of_nops_calls_its_target_and_then_another(string format)
    {
        using LoadedImage image = Link(format, (1, Sum));
        PatchPoint point = Assert.Single(image.PatchPoints);
        Assert.Equal(40 + 2 + 2, Call(image, "nops", 40, 2));
        Assert.Equal(Sum, point.Target);
        point.Target = Difference;
        Assert.Equal(40 - 2 + 2, Call(image, "nops", 40, 2));
        point.Target = image.GetAddress("sum");
        Assert.Equal(40 + 2 + 2, Call(image, "nops", 40, 2));
        Assert.Equal(1UL, point.Id);
        Assert.Equal((ulong)point.Address, image.StackMaps.AddressOf(point.Record));
        Assert.Equal([point.Record], image.StackMaps.At((ulong)point.Address).ToArray());
    }

    [Theory]
    [InlineData("elf")]
    [InlineData("macho")]
    public void One_with_a_call_begins_with_what_it_was_compiled_to_call(string format)
    {
        using LoadedImage image = Link(format, (2, 0));
        PatchPoint point = Assert.Single(image.PatchPoints);
        Assert.Equal(0x123456789abc, point.Target);
        point.Target = Sum;
        Assert.Equal(42, Call(image, "call", 40, 2));
    }

    [Theory]
    [InlineData("elf")]
    [InlineData("macho")]
    public void With_registers_of_the_compilers_choice_the_record_says_which(string format)
    {
        bool isX64 = Repository.Machine == "x64";
        using LoadedImage target = _linker.Link(isX64
            ? new ObjectWriter().Code("target").Bytes(0x48, 0x8d, 0x04, 0x37, 0xc3).Read() // lea (%rdi,%rsi), %rax; ret
            : new ObjectWriter().Code("target").Instructions(0x8b010008, 0xd65f03c0).Read()); // add x8, x0, x1; ret
        using LoadedImage image = Link(format, (3, target.GetAddress("target")));
        StackMapRecordId record = image.PatchPoints[0].Record;
        Machine machine = isX64 ? Machine.X64 : Machine.Arm64;
        string[] names = [.. image.StackMaps.LocationsOf(record).ToArray().Select(l => DwarfRegisters.NameOf(machine, l.Register))];
        Assert.Equal(isX64 ? ["rax", "rdi", "rsi"] : ["x8", "x0", "x1"], names[..3]);
        Assert.Contains(image.StackMaps.LiveOutsOf(record).ToArray(), l => DwarfRegisters.NameOf(machine, l.Register) == names[3]);
        Assert.Equal(40 + 2 + 1000, ((delegate* unmanaged<long, long, long, long>)image.GetAddress("any_register"))(40, 2, 1000));
    }

    [Fact]
    public void Records_with_one_number_are_patch_points_each()
    {
        using LoadedImage image = Link("elf", (6, (nint)(delegate* unmanaged<long, long>)&Triple));
        Assert.Equal(2, image.PatchPoints.Count);
        Assert.All(image.PatchPoints, p => Assert.Equal(6UL, p.Id));
        Assert.NotEqual(image.PatchPoints[0].Address, image.PatchPoints[1].Address);
        Assert.Equal(63, Call(image, "pair", 7, 0));
        image.PatchPoints[1].Target = image.GetAddress("second");
        Assert.Equal(105, Call(image, "pair", 7, 0));
        image.PatchPoints[0].Target = image.GetAddress("second");
        Assert.Equal(175, Call(image, "pair", 7, 0));
    }

    [Fact]
    public void A_function_that_is_called_returns_to_the_return_address()
    {
        using LoadedImage frames = _linker.Link(Repository.Machine == "x64"
            ? new ObjectWriter().Code("where").Bytes(0x48, 0x8b, 0x04, 0x24, 0xc3).Read() // mov (%rsp), %rax; ret
            : new ObjectWriter().Code("where").Instructions(0xaa1e03e0, 0xd65f03c0).Read()); // mov x0, x30; ret
        using LoadedImage image = Link("elf", (1, frames.GetAddress("where")));
        Assert.Equal(image.PatchPoints[0].ReturnAddress, (nint)Call(image, "nops", 0, 0));
    }

    [Theory]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    public void A_target_is_replaced_while_four_threads_call_it(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new InProcessMemoryOptions { Mode = mode });
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage image = linker.Link(new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [1] = Sum, [5] = Sum } }, Fixtures.Read("patchpoints.o"));
        PatchPoint calls = image.PatchPoints[0], loop = image.PatchPoints[1];

        // The loop's two targets return the same, so that its sum has one right value; those of the single calls do not, so that each result says who was called.
        using LoadedImage twin = linker.Link(Repository.Machine == "x64"
            ? new ObjectWriter().Code("twin").Bytes(0x48, 0x8d, 0x04, 0x7f, 0xc3).Read() // lea (%rdi,%rdi,2), %rax; ret
            : new ObjectWriter().Code("twin").Instructions(0x8b000400, 0xd65f03c0).Read()); // add x0, x0, x0, lsl #1; ret
        nint[] ofLoop = [image.GetAddress("first"), twin.GetAddress("twin")], ofCalls = [image.GetAddress("first"), image.GetAddress("second")];
        (loop.Target, calls.Target) = (ofLoop[0], ofCalls[0]);
        nint nops = image.GetAddress("nops"), looping = image.GetAddress("loop");
        const int Iterations = 1000, Swaps = 300_000;
        bool isOver = false;
        long wrong = 0, seenFirst = 0, seenSecond = 0;
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(number => new Thread(() =>
        {
            for (long i = number; !Volatile.Read(ref isOver); i++)
            {
                long result = ((delegate* unmanaged<long, long, long>)nops)(i, 1);
                _ = result == (3 * i) + 1 ? Interlocked.Increment(ref seenFirst) : result == (5 * i) + 1 ? Interlocked.Increment(ref seenSecond) : Interlocked.Increment(ref wrong);
                _ = ((delegate* unmanaged<long, long>)looping)(Iterations) == 3L * Iterations * (Iterations - 1) / 2 ? 0 : Interlocked.Increment(ref wrong);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        for (int i = 0; i < Swaps || Volatile.Read(ref seenFirst) == 0 || Volatile.Read(ref seenSecond) == 0; i++)
        {
            loop.Target = ofLoop[i & 1];
            calls.Target = ofCalls[(i / 64) & 1];
        }

        Volatile.Write(ref isOver, true);
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Of_two_that_replace_a_target_one_wins()
    {
        using LoadedImage image = Link("elf", (1, Sum));
        PatchPoint point = image.PatchPoints[0];
        Assert.True(point.TryReplace(Difference, Sum));
        Assert.False(point.TryReplace(Sum, Sum));
        Assert.Equal(Difference, point.Target);
    }

    [Fact]
    public void A_target_of_null_is_refused()
    {
        using LoadedImage image = Link("elf", (1, Sum));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.PatchPoints[0].Target = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.PatchPoints[0].TryReplace(0, Sum));
        Assert.Equal(Sum, image.PatchPoints[0].Target);
    }

    [Fact]
    public void A_patch_point_goes_with_its_image()
    {
        LoadedImage image = Link("elf", (1, Sum));
        PatchPoint point = image.PatchPoints[0];
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => point.Target);
        Assert.Throws<ObjectDisposedException>(() => point.Target = Sum);
        Assert.Throws<ObjectDisposedException>(() => point.TryReplace(Sum, Sum));
        Assert.Throws<ObjectDisposedException>(() => image.PatchPoints);
    }

    [Fact]
    public void Without_a_wish_nothing_is_a_patch_point()
    {
        using LoadedImage image = _linker.Link("patchpoints.o");
        Assert.Empty(image.PatchPoints);
        Assert.Equal(7, image.StackMaps.Records.Length);
        Assert.Equal(42, Call(image, "sum", 40, 2));
    }

    [Theory]
    [InlineData("elf-x64/patchpoints.o")]
    [InlineData("elf-arm64/patchpoints.o")]
    [InlineData("macho-x64/patchpoints.o")]
    [InlineData("macho-arm64/patchpoints.o")]
    [InlineData("coff-x64/patchpoints.obj")]
    [InlineData("coff-arm64/patchpoints.obj")]
    public void Elsewhere_the_call_is_written_for_the_target_and_only_there_it_is_used(string name)
    {
        long first = 0x1122334455;
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x7ff1_2345_0000) });
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(name)), name);
        using LoadedImage image = linker.Link(new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [1] = (nint)first } }, graph);
        PatchPoint point = image.PatchPoints[0];
        Assert.Throws<InvalidOperationException>(() => point.Target);
        Assert.Throws<InvalidOperationException>(() => point.Target = 1);
        byte[] code = new byte[12];
        Assert.Equal(code.Length, image.Read((ulong)point.Address, code));
        uint Word(int offset) => BitConverter.ToUInt32(code, offset);
        ulong slot = graph.Machine == Machine.X64
            ? (ulong)point.ReturnAddress + (ulong)BitConverter.ToInt32(code, 2)
            : ((ulong)point.Address & ~0xfffUL) + (((Word(0) >> 29) & 3) << 12) + ((ulong)((Word(0) >> 5) & 0x7ffff) << 14) + (((Word(4) >> 10) & 0xfff) << 3);
        byte[] target = new byte[8];
        Assert.Equal(8, image.Read(slot, target));
        Assert.Equal(first, BitConverter.ToInt64(target));
        Assert.Equal(0UL, slot % 64);
    }

    [Fact]
    [Trait("System", "windows")]
    public void On_Windows_a_patch_point_calls_its_target_and_then_another()
    {
        const string Name = "patchpoints.obj";
        using LoadedImage image = _linker.Link(
            new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [1] = Sum } }, ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/" + Name)), Name));
        Assert.Equal(40 + 2 + 2, Call(image, "nops", 40, 2));
        image.PatchPoints[0].Target = Difference;
        Assert.Equal(40 - 2 + 2, Call(image, "nops", 40, 2));
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static long Add(long a, long b) => a + b;

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static long Subtract(long a, long b) => a - b;

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static long Triple(long a) => 3 * a;
}
