using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>As <see cref="ExecutionEngineFunctionsTests"/>, with objects of Windows.</summary>
[Trait("System", "windows")]
public sealed unsafe class ExecutionEngineFunctionsWindowsTests
{
    private static readonly string[] Names =
        ["take_ints", "take_doubles", "take_mixed", "take_variable", "give_large", "give_mixed", "give_two", "give_doubles", "take_int128", "take_long_double", "take_f4", "take_errno", "take_modes", "take_f8", "take_f16"];

    [Fact]
    public void Lazy_functions_are_made_replaced_rolled_back_and_kept_past_their_engine()
    {
        byte[] callees = File.ReadAllBytes(Repository.Fixture("coff-x64/lazy_callees.obj"));
        CodeHandle handle;
        using (var engine = new ExecutionEngine())
        {
            int made = 0;
            IReadOnlyList<ProgramFunction> functions = engine.AddLazy(Names, name =>
            {
                made++;
                return new ObjectModule(callees, name);
            });
            ProgramModule callers = engine.Add(LazyCalls.Read("lazy_callers"));
            Assert.Equal((1, 1, 1), (Call(engine, "call_ints"), Call(engine, "call_ints"), made));
            Assert.Equal((1, 2), (Call(engine, "call_mixed_struct"), made));
            FunctionVersion first = functions[0].Current!;
            functions[0].Replace(LazyCalls.Read("lazy_callees"));
            Assert.Equal((1, 2, 2), (Call(engine, "call_ints"), functions[0].Current!.Number, made));
            functions[0].RollBack(first);
            Assert.Equal((1, 1), (Call(engine, "call_ints"), functions[0].Current!.Number));
            using (LoadedImage alone = engine.LinkAlone(LazyCalls.Read("lazy_callers")))
            {
                Assert.Equal(1, alone.Call("call_ints"));
            }

            handle = callers.Image!.Keep();
        }

        Assert.Equal((1, 1), (handle.Image.Call("call_ints"), handle.Image.Call("call_mixed_struct")));
        handle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => handle.Image.GetAddress("call_ints"));
    }

    private static int Call(ExecutionEngine engine, string name) => ((delegate* unmanaged<int>)engine.GetAddress(name))();
}
