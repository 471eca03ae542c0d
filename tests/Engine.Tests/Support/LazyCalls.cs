using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Calls that go through the gate of lazy functions, on whatever system this is.</summary>
internal sealed unsafe class LazyCalls : IDisposable
{
    private static delegate* unmanaged<void> s_clobber;
    private static nint s_dump;

    internal RuntimeLinker Linker { get; } = new();

    public void Dispose() => Linker.Dispose();

    internal static LinkGraph Read(string name) =>
        ObjectReader.Read(File.ReadAllBytes(OperatingSystem.IsWindows() ? Repository.Fixture($"coff-x64/{name}.obj") : Repository.OwnFixture($"{name}.o")), name);

    /// <summary>Calls a function of lazy_callers, which calls one of lazy_callees that is found on the way, and says whether both were content, now and the next time.</summary>
    internal void Check(string caller, string callee)
    {
        LoadedImage callees = Linker.Link(LinkRequest.Unpublished, Read("lazy_callees"));
        string[] names = [.. callees.ExportedNames.Where(n => n.StartsWith("take_", StringComparison.Ordinal) || n.StartsWith("give_", StringComparison.Ordinal))];
        var counts = new int[names.Length];
        delegate* unmanaged<void> clobber = Clobber(LazyGate.BestLevel);
        StubImage stubs = StubImage.For(Linker, names, [0], isPublished: true);
        LoadedImage? callers = null;
        int unusual = 0;
        using var lazy = new LazyFunctions(Linker, stubs, index =>
        {
            Interlocked.Increment(ref counts[index]);
            clobber();
            ((delegate* unmanaged<void>)callers!.GetAddress("spoil_errors"))();
            unusual += 1 - callers.Call("compute_elsewhere");
            return callees.GetAddress(names[index]);
        });
        callers = Linker.Link(Read("lazy_callers"));
        Assert.Equal([stubs.Image], callers.Dependencies.Where(d => d == stubs.Image));
        Assert.Equal(1, callers.Call(caller));
        Assert.Equal(1, callers.Call(caller));
        Assert.Equal(names.Select(n => n == callee ? 1 : 0), counts);
        Assert.Equal(0, unusual);
        Assert.Equal(callees.GetAddress(callee), stubs.Target(Array.IndexOf(names, callee)));
    }

    /// <summary>As <see cref="Check"/>, with vectors of every length that this processor has beyond the least.</summary>
    internal void CheckVectors()
    {
        string[] lengths = ["f8", "f16"];
        foreach (string length in lengths[..LazyGate.BestLevel])
        {
            using var calls = new LazyCalls();
            calls.Check($"call_{length}", $"take_{length}");
        }
    }

    /// <summary>What of the registers that a call was made with its function finds: all that it finds when it is called directly.</summary>
    internal void CheckRegisters(int level)
    {
        LoadedImage image = Linker.Link(LinkRequest.Unpublished, Read("lazy_registers"));
        s_clobber = Clobber(level);
        s_dump = image.GetAddress($"dump_{level}");
        var call = (delegate* unmanaged<byte*, byte*, nint, int>)image.GetAddress($"call_{level}");
        nint entry = Entry(LazyGate.OfLevel(level), (nint)(delegate* unmanaged<nint, nint>)&FindDump);
        int size = SizeOf(image, level), integers = OperatingSystem.IsWindows() || Repository.Machine == "x64" ? 14 * 8 : 26 * 8;
        var random = new Random(level);
        byte[] given = GC.AllocateArray<byte>(size, pinned: true), direct = GC.AllocateArray<byte>(size, pinned: true), lazily = GC.AllocateArray<byte>(size, pinned: true);
        byte* from = Address(given), toDirect = Address(direct), toLazily = Address(lazily);
        for (int i = 0; i < 20; i++)
        {
            random.NextBytes(given);
            random.NextBytes(direct);
            direct.CopyTo(lazily, 0);
            Assert.Equal(42, call(from, toDirect, s_dump));
            Assert.Equal(given.AsSpan(0, integers), direct.AsSpan(0, integers));
            Assert.Equal(42, call(from, toLazily, entry));
            Assert.Equal(direct, lazily);
        }
    }

    /// <summary>Who is on the stack while the function is found.</summary>
    internal void CheckBacktrace(int level)
    {
        LoadedImage image = Linker.Link(LinkRequest.Unpublished, Read("lazy_backtrace"));
        nint gate = LazyGate.OfLevel(level), caller = image.GetAddress("walk_from");
        nint entry = Entry(gate, image.GetAddress("find_walking"), image.GetAddress("walk_target"));
        Assert.Equal(42, ((delegate* unmanaged<nint, int>)caller)(entry));
        Span<nint> walk = new Span<nint>((void*)image.GetAddress("walk"), 64)[..*(int*)image.GetAddress("walk_length")];
        int gateAt = walk.ToArray().ToList().FindIndex(a => (ulong)(a - gate) < 0x400);
        Assert.InRange(gateAt, 0, walk.Length - 2);
        Assert.InRange((long)(walk[gateAt + 1] - caller), 1, 64);
    }

    /// <summary>Code that leads to a gate with a record of its own.</summary>
    private nint Entry(nint gate, nint resolver, nint last = 0)
    {
        Machine machine = RuntimeLinker.MachineOfProcess!.Value;
        ReadOnlySpan<nint> record = [gate, resolver, 0, 0, last, 0, 0, 0];
        LoadedImage image = Linker.Link(LinkRequest.Unpublished, SyntheticGraph.Table(
            "entry", RuntimeLinker.FormatOfProcess, machine, LazyGate.EntryCodeFor(machine), LazyGate.EntryFixupsFor(machine), MemoryMarshal.AsBytes(record), ["entry"], 1));
        return image.GetAddress("entry");
    }

    private delegate* unmanaged<void> Clobber(int level) =>
        (delegate* unmanaged<void>)Linker.Link(LinkRequest.Unpublished, Read("lazy_registers")).GetAddress($"clobber_{level}");

    [UnmanagedCallersOnly]
    private static nint FindDump(nint record)
    {
        GC.Collect(0);
        s_clobber();
        return s_dump;
    }

    private static int SizeOf(LoadedImage image, int level)
    {
        if (!image.TryGetAddress("vector_size", out nint vectorSize))
        {
            return Repository.Machine == "x64" ? 192 + (32 * 64) : 224 + (32 * 16);
        }

        // Vectors, then predicates of an eighth of their size.
        int size = level == 0 ? 16 : ((delegate* unmanaged<int>)vectorSize)();
        return 224 + (level == 0 ? 32 * size : 34 * size);
    }

    private static byte* Address(byte[] pinned) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
