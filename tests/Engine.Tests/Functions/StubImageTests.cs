using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Stubs: where they lead, that it can be changed under calls, and that their image is one like any other.</summary>
public sealed unsafe class StubImageTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Each_stub_leads_to_its_own_target(int count)
    {
        ObjectWriter writer = Numbers(count);
        using LoadedImage functions = _linker.Link(writer.Read());
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"stub{i}")];
        using StubImage stubs = StubImage.For(_linker, names, [.. Enumerable.Range(0, count).Select(i => functions.GetAddress($"f{i}"))]);
        Assert.Equal(count, stubs.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), stubs.Image.ExportedNames.Order(StringComparer.Ordinal));
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(stubs.Image.GetAddress(names[i]), stubs.AddressOf(i));
            Assert.Equal(functions.GetAddress($"f{i}"), stubs.Target(i));
            Assert.Equal(i, Call(stubs.AddressOf(i)));
        }
    }

    [Fact]
    public void A_target_is_changed_and_the_address_stays()
    {
        using LoadedImage functions = _linker.Link(Numbers(3).Read());
        using StubImage stubs = StubImage.For(_linker, ["a", "b"], [functions.GetAddress("f0")]);
        nint address = stubs.AddressOf(1);
        Assert.Equal(0, Call(address));
        stubs.SetTarget(1, functions.GetAddress("f1"));
        Assert.Equal(1, Call(address));
        Assert.Equal(0, Call(stubs.AddressOf(0)));
        Assert.Equal(functions.GetAddress("f1"), stubs.CompareExchangeTarget(1, functions.GetAddress("f2"), 0));
        Assert.Equal(1, Call(address));
        Assert.Equal(functions.GetAddress("f1"), stubs.CompareExchangeTarget(1, functions.GetAddress("f2"), functions.GetAddress("f1")));
        Assert.Equal(2, Call(address));
        Assert.Equal(functions.GetAddress("f2"), stubs.ExchangeTarget(1, functions.GetAddress("f0")));
        Assert.Equal(0, Call(address));
        Assert.Equal(address, stubs.AddressOf(1));
    }

    [Fact]
    public void Only_who_wants_to_be_found_is_found()
    {
        using LoadedImage one = _linker.Link(Numbers(1).Read());
        using StubImage hidden = StubImage.For(_linker, ["g"], [one.GetAddress("f0")]);
        LinkGraph caller = new ObjectWriter().Code("caller").JumpsTo("g").Read();
        Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(caller));
        using StubImage published = StubImage.For(_linker, ["g"], [one.GetAddress("f0")], isPublished: true);
        using LoadedImage found = _linker.Link(caller);
        Assert.Equal([published.Image], found.Dependencies);
        Assert.Equal(0, found.Call("caller"));
    }

    [Fact]
    public void Who_refers_to_a_stub_keeps_its_image()
    {
        using LoadedImage functions = _linker.Link(Numbers(2).Read());
        using StubImage stubs = StubImage.For(_linker, ["g", "h"], [functions.GetAddress("f1")]);
        _linker.Scopes.Insert(0, new Answering("g", () => SymbolAnswer.At((ulong)stubs.AddressOf(0), SymbolKind.Function) with { Owner = stubs.Image }));
        using (LoadedImage caller = _linker.Link(new ObjectWriter().Code("caller").JumpsTo("g").Read("caller.o")))
        {
            Assert.Equal(1, caller.Call("caller"));
            string message = Assert.Throws<InvalidOperationException>(stubs.Dispose).Message;
            Assert.Contains("stubs of g and 1 more is in use by caller.o", message, StringComparison.Ordinal);
            stubs.SetTarget(0, functions.GetAddress("f0"));
            Assert.Equal(0, caller.Call("caller"));
        }

        stubs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stubs.Image.GetAddress("g"));
    }

    [Fact]
    public void Slots_and_code_share_no_block()
    {
        using StubImage stubs = StubImage.For(_linker, ["a", "b", "c"], [0]);
        List<ulong> code = Blocks(stubs, PageAccess.Execute), data = Blocks(stubs, PageAccess.Write);
        Assert.NotEmpty(code);
        Assert.NotEmpty(data);
        Assert.Empty(code.Intersect(data));
    }

    [Fact]
    public void Names_and_targets_have_to_fit()
    {
        Assert.Throws<ArgumentException>(() => StubImage.For(_linker, ["a", "b", "c"], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StubImage.For(_linker, [], [1]));
        Assert.Throws<DuplicateSymbolException>(() => StubImage.For(_linker, ["a", "a"], [1]));
        using StubImage stubs = StubImage.For(_linker, ["a"], [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => stubs.AddressOf(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stubs.Target(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stubs.SetTarget(1, 0));
    }

    [Fact]
    public void A_slot_is_swapped_two_hundred_thousand_times_under_calls_from_four_threads()
    {
        int swaps = int.Parse(Environment.GetEnvironmentVariable("LINKER_SWAPS") ?? "200000", System.Globalization.CultureInfo.InvariantCulture);
        using LoadedImage functions = _linker.Link(Numbers(8).Read());
        nint[] targets = [.. Enumerable.Range(0, 8).Select(i => functions.GetAddress($"f{i}"))];
        using StubImage stubs = StubImage.For(_linker, ["f"], targets.AsSpan(0, 1));
        bool isOver = false;
        long wrong = 0, calls = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            long count = 0, bad = 0;
            nint stub = stubs.AddressOf(0);
            while (!Volatile.Read(ref isOver))
            {
                bad += (uint)Call(stub) > 7 ? 1 : 0;
                count++;
            }

            Interlocked.Add(ref calls, count);
            Interlocked.Add(ref wrong, bad);
        }))];
        Array.ForEach(callers, c => c.Start());
        for (int i = 0; i < swaps; i++)
        {
            stubs.SetTarget(0, targets[i & 7]);
        }

        Volatile.Write(ref isOver, true);
        Array.ForEach(callers, c => c.Join());
        Assert.Equal(0, wrong);
        Assert.True(calls > 0);
        Assert.Equal((swaps - 1) & 7, Call(stubs.AddressOf(0)));
    }

    [Fact]
    public void Code_that_a_slot_no_longer_leads_to_is_freed_under_calls()
    {
        // New code in the place of old would give another number than the caller's lease stands for.
        var epoch = new CodeEpoch();
        LoadedImage current = _linker.Link(LinkRequest.Unpublished, Numbers(1).Read());
        using StubImage stubs = StubImage.For(_linker, ["f"], [current.GetAddress("f0")]);
        bool isOver = false;
        long wrong = 0, calls = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            long count = 0, bad = 0;
            while (!Volatile.Read(ref isOver))
            {
                using CodeLease lease = epoch.Enter();
                nint target = stubs.Target(0);
                bad += Call(target) != 0 ? 1 : 0;
                bad += Call(stubs.AddressOf(0)) != 0 ? 1 : 0;
                bad += Call(target) != 0 ? 1 : 0;
                count++;
            }

            Interlocked.Add(ref calls, count);
            Interlocked.Add(ref wrong, bad);
        }))];
        Array.ForEach(callers, c => c.Start());
        for (int i = 0; i < 2000; i++)
        {
            LoadedImage next = _linker.Link(LinkRequest.Unpublished, Numbers(1).Read());
            stubs.SetTarget(0, next.GetAddress("f0"));
            epoch.Retire(current);
            current = next;
            epoch.Collect();

            // Whoever takes the memory of disposed code answers otherwise.
            using LoadedImage other = _linker.Link(LinkRequest.Unpublished, new ObjectWriter().Code("g").Returns(-1).Read());
        }

        Volatile.Write(ref isOver, true);
        Array.ForEach(callers, c => c.Join());
        epoch.Drain();
        current.Dispose();
        Assert.Equal(0, wrong);
        Assert.True(calls > 0);
    }

    private static ObjectWriter Numbers(int count)
    {
        var writer = new ObjectWriter();
        for (int i = 0; i < count; i++)
        {
            writer.Code($"f{i}").Returns(i);
        }

        return writer;
    }

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    private static List<ulong> Blocks(StubImage stubs, PageAccess access)
    {
        var blocks = new List<ulong>();
        foreach (ReservedSegment segment in stubs.Image.Segments)
        {
            for (ulong at = segment.TargetAddress / 128; (segment.Access & access) != 0 && at <= (segment.TargetAddress + segment.Size - 1) / 128; at++)
            {
                blocks.Add(at);
            }
        }

        return blocks;
    }

    private sealed class Answering(string name, Func<SymbolAnswer> answer) : ISymbolResolver
    {
        public string Name => "test";

        public SymbolAnswer Resolve(in SymbolQuery query) => query.ToString() == name ? answer() : SymbolAnswer.NotFound;
    }
}
