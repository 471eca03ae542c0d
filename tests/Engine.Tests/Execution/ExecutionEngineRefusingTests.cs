using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>An engine, when an initialiser of what it links refuses: everything is as it was.</summary>
[Trait("System", "windows")]
public sealed unsafe class ExecutionEngineRefusingTests : IDisposable
{
    private static readonly List<int> Notes = [];
    private static int s_answer;
    private static Action s_first = () => { };

    private readonly byte[] _bytes = File.ReadAllBytes(Repository.Fixture("coff-x64/refusing.obj"));
    private readonly SpyMemory _memory = new();
    private readonly ExecutionEngine _engine;
    private readonly nint _none;
    private readonly int _live;

    public ExecutionEngineRefusingTests()
    {
        Notes.Clear();
        s_first = () => { };
        s_answer = 5;
        _engine = new ExecutionEngine(new ExecutionOptions { Memory = _memory });
        _engine.Definitions.Add("note", (nint)(delegate* unmanaged<int, int>)&Note);
        _none = (nint)(delegate* unmanaged<int>)&None;
        _live = _memory.Live;
    }

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(0, _memory.Live);
        _memory.Dispose();
    }

    [Fact]
    public void A_module_is_not_linked_and_may_be_later()
    {
        ProgramModule module = _engine.Add(new ObjectModule(_bytes, "refusing"));
        Assert.Throws<InitializerException>(() => _engine.GetAddress("here"));
        Assert.Equal((false, _live), (module.IsLinked, _memory.Live));
        Assert.Equal([1, 2, 9], Notes);
        s_answer = 0;
        Assert.Equal(42, Call(_engine.GetAddress("here")));
    }

    [Fact]
    public void A_function_is_not_added_and_its_name_is_free()
    {
        s_first = () => Assert.Equal(42, Call(_engine.GetAddress("here")));
        Assert.Throws<InitializerException>(() => _engine.AddReplaceable(["here"], new ObjectModule(_bytes, "refusing")));
        Assert.Equal(_live, _memory.Live);
        Assert.False(_engine.TryGetAddress("here", out _));
        s_answer = 0;
        ProgramFunction here = _engine.AddReplaceable(["here"], new ObjectModule(_bytes, "refusing"))[0];
        Assert.Equal((42, 1), (Call(here.Address), here.Current!.Number));
    }

    [Fact]
    public void A_function_keeps_its_version()
    {
        s_answer = 0;
        ProgramFunction here = _engine.AddReplaceable(["here"], new ObjectModule(_bytes, "refusing"))[0];
        FunctionVersion first = here.Current!;
        int live = _memory.Live;
        s_answer = 5;
        Assert.Throws<InitializerException>(() => here.Replace(new ObjectModule(_bytes, "refusing")));
        Assert.Equal((first, live, 42), (here.Current, _memory.Live, Call(here.Address)));
        _ = Assert.Single(here.Versions);
    }

    [Fact]
    public void A_lazy_function_is_not_made_and_may_be_later()
    {
        var failures = new List<LazyFailure>();
        var options = new FunctionOptions
        {
            OnFailure = failure =>
            {
                failures.Add(failure);
                return _none;
            },
        };
        ProgramFunction here = _engine.AddLazy(["here"], name => new ObjectModule(_bytes, name), options)[0];
        int live = _memory.Live;
        Assert.Equal((-1, null, live), (Call(here.Address), here.Current, _memory.Live));
        Assert.IsType<InitializerException>(Assert.Single(failures).Exception);
        Assert.Empty(here.Versions);
        s_answer = 0;
        Assert.Equal((42, 1), (Call(here.Address), here.Current!.Number));
    }

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [UnmanagedCallersOnly]
    private static int Note(int number)
    {
        Notes.Add(number);
        if (number == 1)
        {
            s_first();
        }

        return number == 2 ? s_answer : 0;
    }

    [UnmanagedCallersOnly]
    private static int None() => -1;
}
