using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Modules that are compiled and linked when they are needed, and what their names mean.</summary>
public sealed class ExecutionEngineTests : IDisposable
{
    private readonly ExecutionEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_is_compiled_and_linked_when_its_name_is_looked_for_and_once(bool saysItsNames)
    {
        WrittenModule module = Returning("m", "f", 7, saysItsNames);
        ProgramModule added = _engine.Add(module);
        Assert.Equal((0, false, false), (module.Compiled, added.IsCompiled, added.IsLinked));
        Assert.Equal((7, 7), (Call("f"), Call("f")));
        Assert.Equal((1, true, true), (module.Compiled, added.IsCompiled, added.IsLinked));
    }

    [Fact]
    public void Modules_that_nobody_needs_are_not_compiled()
    {
        WrittenModule other = Returning("other", "g", 8);
        _engine.Add(Returning("m", "f", 7));
        _engine.Add(other);
        Assert.Equal(7, Call("f"));
        Assert.Equal(0, other.Compiled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_may_refer_to_a_later_one_and_each_has_an_image(bool saysItsNames)
    {
        ProgramModule a = _engine.Add(Jumping("a", "f", "g", saysItsNames)), b = _engine.Add(Returning("b", "g", 9, saysItsNames));
        Assert.Equal(9, Call("f"));
        Assert.NotSame(a.Image, b.Image);
        Assert.Same(b.Image, Assert.Single(a.Image!.Dependencies));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Modules_may_refer_to_each_other_in_a_circle_and_then_share_an_image(int count)
    {
        ProgramModule[] modules = [.. Enumerable.Range(0, count).Select(i => _engine.Add(new WrittenModule($"m{i}", [$"to{i}", $"at{i}"], w =>
        {
            w.Code($"to{i}").JumpsTo($"at{(i + 1) % count}");
            w.Code($"at{i}").Returns(i);
        })))];
        Assert.Equal(1, Call("to0"));
        Assert.Equal(0, Call($"to{count - 1}"));
        Assert.All(modules, m => Assert.Same(modules[0].Image, m.Image));
    }

    [Fact]
    public void A_chain_of_many_modules_is_linked_from_its_end()
    {
        const int Count = 1000;
        for (int i = 0; i < Count; i++)
        {
            int to = i + 1;
            _engine.Add(i == Count - 1 ? Returning($"m{i}", $"f{i}", 5) : Jumping($"m{i}", $"f{i}", $"f{to}"));
        }

        Assert.Equal(5, Call("f0"));
    }

    [Fact]
    public void Small_modules_share_pages()
    {
        const int Count = 500;
        var pages = new HashSet<nint>();
        for (int i = 0; i < Count; i++)
        {
            _engine.Add(Returning($"m{i}", $"f{i}", i));
            pages.Add(_engine.GetAddress($"f{i}") / Environment.SystemPageSize);
        }

        Assert.InRange(pages.Count, 1, Count / 20);
    }

    [Fact]
    public void A_later_definition_counts_for_what_is_linked_later_and_changes_nothing_that_is()
    {
        _engine.Add(Returning("first", "f", 1));
        _engine.Add(Jumping("early", "early", "f"));
        Assert.Equal(1, Call("early"));
        ProgramModule second = _engine.Add(Returning("second", "f", 2));
        ProgramModule late = _engine.Add(Jumping("late", "late", "f"));
        Assert.Equal((1, 2, 2), (Call("early"), Call("late"), Call("f")));
        _engine.Remove(late, second);
        Assert.Equal(1, Call("f"));
    }

    [Fact]
    public void A_module_uses_its_own_definition_whatever_came_later()
    {
        _engine.Add(new WrittenModule("a", ["f", "own"], w =>
        {
            w.Code("f").Returns(1);
            w.Code("own").JumpsTo("f");
        }));
        _engine.Add(Returning("b", "f", 2));
        Assert.Equal((2, 1), (Call("f"), Call("own")));
    }

    [Fact]
    public void A_strong_definition_of_another_module_comes_before_a_weak_one_of_its_own()
    {
        _engine.Add(new WrittenModule("weak", ["f", "call"], w =>
        {
            w.Code("f", ObjectWriter.Weak).Returns(1);
            w.Code("call").JumpsTo("f");
        }));
        _engine.Add(Returning("strong", "f", 2));
        Assert.Equal((2, 2), (Call("call"), Call("f")));
    }

    [Fact]
    public void Weak_definitions_of_several_modules_are_one()
    {
        ProgramModule[] modules = [.. Enumerable.Range(0, 3).Select(i => _engine.Add(new WrittenModule($"m{i}", ["f", $"where{i}"], w =>
        {
            w.Code("f", ObjectWriter.Weak).Returns(i);
            w.Code($"where{i}").ReturnsAddressOf("f");
        })))];
        nint first = Pointer("where2");
        Assert.Equal((first, first, first), (Pointer("where0"), Pointer("where1"), _engine.GetAddress("f")));
        Assert.Equal(2, Call("f"));
        Assert.All(modules[..2], m => Assert.Contains(modules[2].Image, m.Image!.Dependencies));
    }

    [Fact]
    public void A_common_variable_is_one_for_all_modules()
    {
        _engine.Add(new WrittenModule("a", ["x", "add"], w => w.Common("x", 4, 4).Code("add").Increments("x").ReturnsValueOf("x")));
        _engine.Add(new WrittenModule("b", ["x", "get"], w => w.Common("x", 4, 4).Code("get").ReturnsValueOf("x")));
        Assert.Equal((1, 2, 2), (Call("add"), Call("add"), Call("get")));
    }

    [Fact]
    public void A_larger_common_variable_than_the_one_that_is_linked_is_refused()
    {
        _engine.Add(new WrittenModule("a", ["x", "add"], w => w.Common("x", 4, 4).Code("add").Increments("x").ReturnsValueOf("x")));
        _engine.Add(new WrittenModule("b", ["x", "get"], w => w.Common("x", 64, 4).Code("get").ReturnsValueOf("x")));
        Assert.Equal(1, Call("add"));
        ObjectMismatchException e = Assert.Throws<ObjectMismatchException>(() => Call("get"));
        Assert.Equal("b: the common symbol x has 64 bytes, and only 4 in a, which is linked already", e.Mismatches.Single());
        Assert.Equal(2, Call("add"));
    }

    [Fact]
    public void Hidden_names_are_shared_by_modules_and_archives_members()
    {
        _engine.Add(new WrittenModule("a", ["call"], w => w.Refer("secret", visibility: ObjectWriter.Hidden).Code("call").JumpsTo("secret")));
        _engine.Add(new WrittenModule("b", ["secret"], w => w.Section(".text", "ax").Label("secret", ObjectWriter.Function, visibility: ObjectWriter.Hidden).Returns(3)));
        Assert.Equal(3, Call("call"));
    }

    [Fact]
    public void What_the_client_defines_comes_before_modules_and_the_callback_after_everybody()
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { Unknown = name => name == "nobody" ? _engine.GetAddress("seven") : null });
        _engine.Add(Returning("m", "seven", 7));
        engine.Definitions.Add("both", _engine.GetAddress("seven"));
        engine.Add(Returning("other", "both", 1));
        engine.Add(Jumping("a", "a", "both"));
        engine.Add(Jumping("b", "b", "nobody"));
        Assert.Equal((7, 7), (Call(engine, "a"), Call(engine, "b")));
    }

    [Fact]
    public void A_name_of_the_process_is_found_and_one_of_nobody_is_not()
    {
        Assert.NotEqual(0, _engine.GetAddress("strlen"));
        Assert.False(_engine.TryGetAddress("no_such_name", out _));
        Assert.Throws<KeyNotFoundException>(() => _engine.GetAddress("no_such_name"));
    }

    [Fact]
    public void Members_of_an_archive_are_linked_by_need_and_after_modules()
    {
        _engine.Add(new ArchiveWriter().Add("one.o", Built("one", 1), "one").Add("two.o", Built("two", 2), "two").Add("three.o", Built("three", 3), "three").Read());
        _engine.Add(Jumping("m", "m", "two"));
        _engine.Add(Returning("mine", "three", 33));
        Assert.Equal((2, 33, 1), (Call("m"), Call("three"), Call("one")));
    }

    [Fact]
    public void Code_goes_where_the_client_wants_it()
    {
        nint near = _engine.GetAddress("strlen");
        using var engine = new ExecutionEngine(new ExecutionOptions { Placement = Placement.LowTwoGiB });
        engine.Add(Returning("m", "f", 4));
        Assert.True(engine.GetAddress("f") < int.MaxValue);
        Assert.Equal(4, Call(engine, "f"));
        Assert.NotEqual(0, near);
    }

    [Fact]
    public void A_warm_start_compiles_nothing()
    {
        var cache = new MemoryObjectCache();
        for (int round = 0; round < 2; round++)
        {
            using var engine = new ExecutionEngine(new ExecutionOptions { Cache = cache });
            WrittenModule[] modules = [.. Enumerable.Range(0, 20).Select(i => new WrittenModule($"m{i}", [$"f{i}"], w => w.Code($"f{i}").Returns(i)) { Key = ObjectKey.Of([(byte)i]) })];
            Assert.All(modules, m => engine.Add(m));
            Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(i, Call(engine, $"f{i}")));
            Assert.All(modules, m => Assert.Equal(round == 0 ? 1 : 0, m.Compiled));
        }
    }

    [Fact]
    public void A_cached_object_that_cannot_be_read_is_compiled_anew()
    {
        var cache = new MemoryObjectCache();
        ObjectKey key = ObjectKey.Of([1]);
        cache.Put(key, [1, 2, 3]);
        using var engine = new ExecutionEngine(new ExecutionOptions { Cache = cache });
        engine.Add(new WrittenModule("m", ["f"], w => w.Code("f").Returns(6)) { Key = key });
        Assert.Equal(6, Call(engine, "f"));
        Assert.True(cache.TryGet(key, out ReadOnlyMemory<byte> kept));
        Assert.True(kept.Length > 3);
    }

    [Fact]
    public void A_function_that_is_linked_alone_uses_the_program_and_is_found_by_nobody()
    {
        _engine.Add(Returning("library", "answer", 42));
        using (LoadedImage alone = _engine.LinkAlone(Jumping("x", "once", "answer").Read()))
        {
            Assert.Equal(42, alone.Call("once"));
            Assert.False(_engine.TryGetAddress("once", out _));
        }

        for (int i = 0; i < 100; i++)
        {
            using LinkGraph graph = Jumping("x", "once", "answer").Read();
            using LoadedImage alone = _engine.LinkAlone(graph);
            Assert.Equal(42, alone.Call("once"));
        }
    }

    internal static WrittenModule Returning(string module, string function, int value, bool saysItsNames = true) =>
        new(module, saysItsNames ? [function] : null, w => w.Code(function).Returns(value));

    internal static WrittenModule Jumping(string module, string function, string to, bool saysItsNames = true) =>
        new(module, saysItsNames ? [function] : null, w => w.Code(function).JumpsTo(to));

    internal static unsafe int Call(ExecutionEngine engine, string name) => ((delegate* unmanaged<int>)engine.GetAddress(name))();

    private static byte[] Built(string function, int value) => new ObjectWriter().Code(function).Returns(value).Build();

    private int Call(string name) => Call(_engine, name);

    private unsafe nint Pointer(string name) => ((delegate* unmanaged<nint>)_engine.GetAddress(name))();
}
