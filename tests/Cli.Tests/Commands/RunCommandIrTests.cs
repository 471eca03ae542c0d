using Linker.Engine;
using Linker.Llvm;

namespace Linker.Cli.Tests.Commands;

/// <summary>Modules of LLVM's intermediate code beside objects and archives.</summary>
[Trait("System", "linux")]
public sealed class RunCommandIrTests : IDisposable
{
    private const string Main = "declare i32 @answer()\ndeclare i32 @other()\ndefine i32 @main(i32 %argc, ptr %argv) {\n  %1 = call i32 @answer()\n  %2 = call i32 @other()\n  %3 = add i32 %1, %2\n  ret i32 %3\n}\n";

    private const string Other = "define i32 @other() {\n  ret i32 8\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gnu.a")]
    [InlineData("member_answer.o", "member_helper.o")]
    public void Text_bitcode_objects_and_archives_are_one_program(params string[] others)
    {
        Ended ended = RtlinkProcess.Run(["run", "-O0", Write("main.ll", Main), .. others, Write("other.bc", IrModule.Parse(Other).Bitcode.ToArray())]);
        Assert.Equal(("", 50), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Bitcode_is_known_by_its_first_bytes()
    {
        Ended ended = RtlinkProcess.Run("run", "--entry", "other", Write("library", IrModule.Parse(Other).Bitcode.ToArray()));
        Assert.Equal(("", 8), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void All_that_is_wrong_is_said()
    {
        string first = Write("first.ll", "define i32 @main() { ret i64 1 }"), second = Write("second.ll", "nonsense"), third = Write("third.bc", (byte[])[(byte)'B', (byte)'C', 0xC0, 0xDE]);
        Ended ended = RtlinkProcess.Run("run", first, "missing.o", second, third);
        string[] lines = [.. ended.ErrorLines.Where(line => line.StartsWith("rtlink: ", StringComparison.Ordinal))];
        Assert.Equal(
            [
                $"rtlink: error: {first}: cannot be read: {first}:1:26: error: value doesn't match function result type 'i32'",
                "rtlink: error: missing.o: no such file",
                $"rtlink: error: {second}: cannot be read: {second}:1:1: error: expected top-level entity",
            ],
            lines[..3]);
        Assert.StartsWith($"rtlink: error: {third}: cannot be read: ", lines[3], StringComparison.Ordinal);
        Assert.Equal(1, ended.ExitCode);
    }

    [Fact]
    public void Without_LLVM_objects_run_and_modules_say_what_is_missing()
    {
        (string, string)[] environment = [("LINKER_LLVM", _folder.File("none.so"))];
        Assert.Equal(42, RtlinkProcess.Start([], null, environment, "run", "--entry", "answer", "gnu.a").ExitCode);
        Ended ended = RtlinkProcess.Start([], null, environment, "run", Write("main.ll", Main), "gnu.a");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("rtlink: error: libLLVM 19 or later was not found. One of these brings it:", ended.ErrorLines);
        Assert.Contains($"rtlink: error:   {_folder.File("none.so")}: not there", ended.ErrorLines);
    }

    // The key and the object are made on this machine.
    [Fact]
    [Trait("Machine", "x64")]
    public void What_the_cache_has_is_not_compiled()
    {
        string folder = _folder.File("cache"), module = Write("other.ll", Other);
        string[] command = ["run", "-O1", "--cache", folder, "--entry", "other", module];
        Assert.Equal(8, RtlinkProcess.Run(command).ExitCode);
        var cache = new DiskObjectCache(folder);
        CompilerOptions options = new() { Level = OptimizationLevel.O1 };
        ObjectKey key = Compiler.KeyOf(File.ReadAllBytes(module), options);
        Assert.Equal(key, Assert.Single(cache.Entries).Key);

        // Somebody else's object tells who answers.
        cache.Put(key, IrModule.Parse("define i32 @other() {\n  ret i32 9\n}").Compile().Span);
        Assert.Equal(9, RtlinkProcess.Run(command).ExitCode);
        Assert.Equal(8, RtlinkProcess.Run(["run", "-O2", .. command[2..]]).ExitCode);
    }

    [Theory]
    [InlineData("only one of -O0, -O1, -O2 and -O3 can be given", "-O0", "-O2")]
    [InlineData("there is no option '-O4'", "-O4")]
    public void A_level_is_one_of_four(string message, params string[] levels)
    {
        Ended ended = RtlinkProcess.Run(["run", .. levels, Write("other.ll", Other)]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Equal($"rtlink: error: {message}", ended.ErrorLines[0]);
    }

    private string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }
}
