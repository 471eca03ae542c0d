using System.Runtime.InteropServices;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>As <see cref="ExecutionEngineThreadsTests"/>, where initialisers may refuse.</summary>
[Trait("System", "windows")]
public sealed unsafe class ExecutionEngineThreadsWindowsTests : IDisposable
{
    private static readonly List<int> Notes = [];
    private static Func<int>? s_second;

    private readonly ExecutionEngine _engine = new();

    public ExecutionEngineThreadsWindowsTests()
    {
        Notes.Clear();
        _engine.Definitions.Add("note", (nint)(delegate* unmanaged<int, int>)&Note);
        _engine.Add(new ObjectModule(File.ReadAllBytes(Repository.Fixture("coff-x64/refusing.obj")), "refusing.obj", ["here"]));

        // mov eax, 7; ret
        var user = new CoffBuilder();
        _ = user.Section(".text", CoffBuilder.Code, 0xb8, 7, 0, 0, 0, 0xc3).Named("user");
        _ = user.Section(".data", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8]).Relocate(0, 1, "here");
        _engine.Add(new ObjectModule(user.Build(), "user.obj", ["user"]));
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void What_was_linked_to_modules_that_another_thread_unlinks_is_linked_anew()
    {
        int found = 0;
        Thread? other = null;
        s_second = () =>
        {
            s_second = () => 0;
            other = new Thread(() => found = ExecutionEngineTests.Call(_engine, "user"));
            other.Start();
            SpinWait.SpinUntil(() => (other.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
            return 5;
        };
        Assert.Equal(5, Assert.Throws<InitializerException>(() => _engine.GetAddress("here")).Result);
        other!.Join();
        Assert.Equal(7, found);
        Assert.Equal([1, 2, 1, 2, 3, 4], Notes.Where(n => n < 5));
    }

    [Fact]
    public void Initialisers_that_refuse_after_they_linked_what_uses_their_module_hang_nobody()
    {
        s_second = () =>
        {
            s_second = () => 0;
            Assert.Equal(7, ExecutionEngineTests.Call(_engine, "user"));
            return 5;
        };
        Assert.Throws<InitializerException>(() => _engine.GetAddress("here"));
        Assert.Equal((42, 7), (ExecutionEngineTests.Call(_engine, "here"), ExecutionEngineTests.Call(_engine, "user")));
    }

    [UnmanagedCallersOnly]
    private static int Note(int number)
    {
        lock (Notes)
        {
            Notes.Add(number);
        }

        return number == 2 ? s_second!() : 0;
    }
}
