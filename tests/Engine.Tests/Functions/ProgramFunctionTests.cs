using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Functions that are replaced: what callers see, what is kept, what is freed, and what a failure leaves.</summary>
public sealed unsafe class ProgramFunctionTests : IDisposable
{
    private readonly SpyMemory _memory = new();
    private readonly ExecutionEngine _engine;

    public ProgramFunctionTests() => _engine = new ExecutionEngine(new ExecutionOptions { Memory = _memory });

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(0, _memory.Live);
        _memory.Dispose();
    }

    [Fact]
    public void A_replaced_function_has_its_address_and_new_code_for_callers_of_every_sort()
    {
        ProgramFunction f = Add(1);
        var writer = new ObjectWriter();
        writer.Code("jump").JumpsTo("f");
        writer.Code("pointer").ReturnsAddressOf("f");
        writer.Code("through").JumpsThroughSlotOf("f");
        _engine.Add(writer.Read("callers.o"));
        nint address = f.Address;
        Assert.Equal((address, address), (_engine.GetAddress("f"), ((delegate* unmanaged<nint>)_engine.GetAddress("pointer"))()));
        for (int version = 1; version <= 3; version++)
        {
            if (version > 1)
            {
                Assert.Same(f.Replace(Returning(version)), f.Current);
            }

            Assert.Equal((version, version, version), (Call(address), Call(_engine.GetAddress("jump")), Call(_engine.GetAddress("through"))));
            Assert.Equal((address, address, address), (f.Address, _engine.GetAddress("f"), ((delegate* unmanaged<nint>)_engine.GetAddress("pointer"))()));
            Assert.Equal((version, f.Current!.Image!.GetAddress("f")), (f.Current!.Number, f.Current.Address));
        }
    }

    [Fact]
    public void Calls_inside_the_object_reach_the_replacement()
    {
        var writer = new ObjectWriter();
        writer.Code("f").Returns(1);
        writer.Code("inside").JumpsTo("f");
        ProgramFunction[] functions = [.. _engine.AddReplaceable(["f", "inside"], writer.Read())];
        Assert.Equal(1, Call(functions[1].Address));
        functions[0].Replace(Returning(2));
        Assert.Equal(2, Call(functions[1].Address));
        Assert.Equal(1, functions[1].Current!.Number);
    }

    [Fact]
    public void One_object_replaces_several_functions_and_goes_with_the_last_of_them()
    {
        ProgramFunction[] functions = [.. _engine.AddReplaceable(["f", "g"], Pair(1, 2), new FunctionOptions { KeptVersions = 1 })];
        int live = _memory.Live;
        _engine.Replace(Pair(3, 4), functions);
        Assert.Equal((3, 4, live), (Call(functions[0].Address), Call(functions[1].Address), _memory.Live));
        Assert.Same(functions[0].Current!.Image, functions[1].Current!.Image);
        functions[0].Replace(Returning(5));
        Assert.Equal((5, 4, live + 1), (Call(functions[0].Address), Call(functions[1].Address), _memory.Live));
        functions[1].Replace(new WrittenModule("g", ["g"], w => w.Code("g").Returns(6)));
        Assert.Equal((5, 6, live + 1), (Call(functions[0].Address), Call(functions[1].Address), _memory.Live));

        static LinkGraph Pair(int f, int g)
        {
            var writer = new ObjectWriter();
            writer.Code("f").Returns(f);
            writer.Code("g").Returns(g);
            return writer.Read();
        }
    }

    [Fact]
    public void The_history_tells_versions_and_each_that_is_kept_can_come_back()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        ProgramFunction f = Add(1);
        f.Replace(Returning(2));
        f.Replace(Returning(3));
        Assert.Equal([1, 2, 3], f.Versions.Select(v => v.Number));
        Assert.Equal(3, f.Versions.Select(v => v.Address).Distinct().Count());
        Assert.All(f.Versions, v => Assert.InRange(v.Made, before, DateTimeOffset.UtcNow));
        FunctionVersion first = f.Versions[0];
        f.RollBack(first);
        Assert.Equal((1, first), (Call(f.Address), f.Current));
        f.RollBack(f.Versions[2]);
        Assert.Equal(3, Call(f.Address));
        f.RollBack(first);
        Assert.Equal(4, f.Replace(Returning(4)).Number);
        Assert.Equal(4, Call(f.Address));
        Assert.Equal([1, 2, 3, 4], f.Versions.Select(v => v.Number));
    }

    [Fact]
    public void A_bounded_history_forgets_the_oldest_but_never_the_current_one()
    {
        ProgramFunction f = Add(1, new FunctionOptions { KeptVersions = 2 });
        int live = _memory.Live;
        FunctionVersion first = f.Current!;
        f.Replace(Returning(2));
        f.RollBack(first);
        f.Replace(Returning(3));
        Assert.Equal([2, 3], f.Versions.Select(v => v.Number));
        Assert.Equal(live + 1, _memory.Live);
        Assert.Equal("Version 1 of 'f' is not kept.", Assert.Throws<InvalidOperationException>(() => f.RollBack(first)).Message);
        ProgramFunction g = _engine.AddReplaceable(["g"], new ObjectWriter().Code("g").Returns(9).Read())[0];
        Assert.Throws<InvalidOperationException>(() => f.RollBack(g.Current!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FunctionOptions { KeptVersions = 0 });
        Assert.Equal(3, Call(f.Address));
    }

    [Fact]
    public void Old_code_stays_for_who_holds_a_lease()
    {
        ProgramFunction f = Add(1, new FunctionOptions { KeptVersions = 1 });
        FunctionVersion first = f.Current!;
        using (CodeLease lease = _engine.EnterCode())
        {
            f.Replace(Returning(2));
            Assert.Equal(0, _engine.FreeReplacedCode());
            Assert.Equal(1, Call(first.Address));
        }

        Assert.Equal(1, _engine.FreeReplacedCode());
        Assert.Throws<ObjectDisposedException>(() => first.Image!.GetAddress("f"));
        Assert.Equal(2, Call(f.Address));
    }

    [Fact]
    public void A_version_that_the_client_keeps_outlives_its_place_in_the_history()
    {
        ProgramFunction f = Add(1, new FunctionOptions { KeptVersions = 1 });
        FunctionVersion first = f.Current!;
        using CodeHandle handle = first.Image!.Keep();
        f.Replace(Returning(2));
        Assert.Equal((2, 1), (Call(f.Address), Call(first.Address)));
    }

    [Fact]
    public void Code_of_the_clients_may_be_a_version()
    {
        ProgramFunction f = Add(1);
        FunctionVersion own = f.Replace((nint)(delegate* unmanaged<int>)&Thirty);
        Assert.Equal((2, null, 30), (own.Number, own.Image, Call(f.Address)));
        f.RollBack(f.Versions[0]);
        Assert.Equal(1, Call(f.Address));
        Assert.Throws<ArgumentOutOfRangeException>(() => f.Replace(0));
    }

    [Fact]
    public void What_fails_leaves_the_function_and_its_history_as_they_were()
    {
        ProgramFunction f = Add(1);
        FunctionVersion current = f.Current!;
        int live = _memory.Live;
        var missing = new ObjectWriter();
        missing.Code("f").JumpsTo("missing");
        Assert.Throws<UnresolvedSymbolsException>(() => f.Replace(missing.Read()));
        Assert.Equal("other.o does not define 'f'.", Assert.Throws<KeyNotFoundException>(() => f.Replace(new ObjectWriter().Code("h").Returns(1).Read("other.o"))).Message);
        Assert.Throws<FormatException>(() => f.Replace(new WrittenModule("m", ["f"], _ => throw new FormatException())));
        Assert.Throws<ObjectFormatException>(() => f.Replace(new ObjectModule(new byte[100], "junk")));
        Assert.Equal((current, 1, live, 1), (f.Current, f.Versions.Count, _memory.Live, Call(f.Address)));
        Assert.Equal(2, f.Replace(Returning(2)).Number);
    }

    [Fact]
    public void A_function_that_cannot_be_added_leaves_nothing()
    {
        int live = _memory.Live;
        Assert.Throws<KeyNotFoundException>(() => _engine.AddReplaceable(["f", "h"], Returning(1)));
        var missing = new ObjectWriter();
        missing.Code("f").JumpsTo("missing");
        Assert.Throws<UnresolvedSymbolsException>(() => _engine.AddReplaceable(["f"], missing.Read()));
        Assert.Equal(live, _memory.Live);
        Assert.False(_engine.TryGetAddress("f", out _));
        Assert.Equal(1, Call(Add(1).Address));
        Assert.Throws<ArgumentException>(() => Add(2));
        Assert.Throws<ArgumentException>(() => _engine.AddReplaceable(["a", "a"], Returning(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _engine.AddReplaceable([], Returning(1)));
        using var other = new ExecutionEngine();
        ProgramFunction foreign = other.AddReplaceable(["f"], Returning(1))[0];
        Assert.Throws<ArgumentException>(() => _engine.Replace(Returning(2), foreign));
    }

    [Fact]
    public void Variables_that_a_version_defines_are_its_own_and_those_that_it_declares_the_programs()
    {
        _engine.Add(new WrittenModule("data", ["shared"], w => w.Section(".data.shared", "aw").Label("shared", ObjectWriter.Object, size: 4).Word(10)));
        ProgramFunction f = _engine.AddReplaceable(["f", "g"], Version(100))[0], g = _engine.AddReplaceable(["unrelated"], new ObjectWriter().Code("unrelated").Returns(0).Read())[0];
        Assert.Equal((100, 10), (Call(f.Address), Call(_engine.GetAddress("g"))));
        int* shared = (int*)_engine.GetAddress("shared");
        *shared = 11;
        f.Replace(Version(200));
        Assert.Equal((200, 11), (Call(f.Address), Call(_engine.GetAddress("g"))));
        Assert.False(_engine.TryGetAddress("own", out _));

        static LinkGraph Version(int value)
        {
            var writer = new ObjectWriter();
            writer.Code("f").ReturnsValueOf("own");
            writer.Code("g").ReturnsValueOf("shared");
            writer.Section(".data.own", "aw").Label("own", ObjectWriter.Object, size: 4).Word(value);
            return writer.Read();
        }
    }

    [Fact]
    public void Exceptions_go_through_frames_of_a_replaced_function_whose_recursion_goes_through_its_stub()
    {
        // Call frame records mean the definition, calls the stub: where the two met, the unwinder would find no frame and end the process.
        _engine.Add(new WrittenModule("data", ["cleanups"], w => w.Section(".bss.cleanups", "aw", 8).Zeroes(4).Label("cleanups", ObjectWriter.Object, size: 4)));
        ProgramFunction f = _engine.AddReplaceable(["throw_deep"], Returning("throw_deep", 0))[0];
        _engine.Add(Fixtures.Read("catcher.o"));
        Assert.Equal(1, Call(_engine.GetAddress("answer")));
        LinkGraph thrower = Fixtures.Read("thrower.o");
        f.Replace(thrower);
        Assert.True(Maps.HasFrame(f.Current!.Address));
        Assert.False(Maps.HasFrame(f.Address));
        Assert.Equal(37, Call(_engine.GetAddress("answer")));
    }

    [Fact]
    public void Call_frame_records_that_name_the_function_mean_the_version_that_they_came_with()
    {
        ProgramFunction f = Add(1);
        var writer = new ObjectWriter();
        writer.Code("f").Returns(2).Zeroes(8);

        // A record of what is common, whose addresses count from their own place, and one of the 8 bytes at f.
        writer.Section(".eh_frame", "a")
            .Word(20).Word(0).Bytes(1, (byte)'z', (byte)'R', 0, 1, 0x78, 16, 1, 0x1b, 0x0c, 7, 8, 0x90, 1, 0, 0)
            .Word(16).Word(28).Field(ObjectWriter.Pc32, "f").Word(8).Bytes(0, 0, 0, 0);
        f.Replace(writer.Read());
        Assert.Equal((true, false), (Maps.HasFrame(f.Current!.Address), Maps.HasFrame(f.Address)));
    }

    [Fact]
    public void Removed_functions_mean_again_what_they_meant_and_their_memory_is_free()
    {
        int live = _memory.Live;
        ProgramFunction[] functions = [.. _engine.AddReplaceable(["f", "g"], Recursive())];
        functions[0].Replace(Recursive());
        ProgramModule user = _engine.Add(ExecutionEngineTests.Jumping("user", "ask", "f"));
        _engine.Link(user);
        Assert.Equal("The stubs of f and 1 more is in use by user: remove those first.", Assert.Throws<InvalidOperationException>(() => _engine.Remove(functions)).Message);
        Assert.Equal("'f' and 'g' were added together: remove them together.", Assert.Throws<InvalidOperationException>(() => _engine.Remove(functions[0])).Message);
        _engine.Remove(user);
        _engine.Remove(functions);
        _engine.Remove(functions);
        Assert.Equal(live, _memory.Live);
        Assert.False(_engine.TryGetAddress("f", out _));
        Assert.Throws<InvalidOperationException>(() => functions[0].Replace(Returning(1)));
        Assert.Throws<InvalidOperationException>(() => functions[0].Replace(1));
        Assert.Equal(live, _memory.Live);
        _engine.Add(ExecutionEngineTests.Returning("m", "f", 8));
        Assert.Equal(8, ExecutionEngineTests.Call(_engine, "f"));

        static LinkGraph Recursive()
        {
            var writer = new ObjectWriter();
            writer.Code("f").JumpsTo("g");
            writer.Code("g").JumpsTo("f");
            return writer.Read();
        }
    }

    private ProgramFunction Add(int value, FunctionOptions? options = null) => _engine.AddReplaceable(["f"], Returning(value), options)[0];

    internal static LinkGraph Returning(int value) => Returning("f", value);

    internal static LinkGraph Returning(string name, int value) => new ObjectWriter().Code(name).Returns(value).Read();

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [UnmanagedCallersOnly]
    private static int Thirty() => 30;
}
