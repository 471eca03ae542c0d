namespace Linker.Cli.Tests;

/// <summary>The programs of <c>tests/Ir</c> end and print as their heads say, at both levels and by LLVM's own interpreter. A class a level: classes run side by side.</summary>
[Trait("System", "linux")]
public class IrProgramTests
{
    private static readonly string[] Known = ["exit", "output", "modules", "arguments", "only", "lli"];

    public static TheoryData<string> Names => [.. IrProgram.All.Values.Where(program => program.IsFor(RtlinkProcess.Machine)).Select(program => program.Name)];

    public static TheoryData<string> NamesForLli => [.. IrProgram.All.Values.Where(program => program.IsForLli).Select(program => program.Name)];

    private static void Agree(string name, Func<IrProgram, Ended> run)
    {
        IrProgram program = IrProgram.All[name];
        Ended ended = run(program);
        Assert.True((program.Output, program.ExitCode) == (ended.Output, ended.ExitCode), $"expected {program.ExitCode}, '{program.Output}'; was {ended.ExitCode}, '{ended.Output}', {ended.Error}");
    }

    [Fact]
    public void Every_module_belongs_to_one_program()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(IrProgram.Folder, "*.ll").Select(file => Path.GetFileName(file));
        Assert.Equal(files.Order(StringComparer.Ordinal), IrProgram.All.Values.SelectMany(program => program.Modules).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Exit_codes_are_each_programs_own_and_above_the_numbers_of_checks()
    {
        int[] codes = [.. IrProgram.All.Values.Select(program => program.ExitCode)];
        Assert.Distinct(codes);
        Assert.All(codes, code => Assert.InRange(code, 40, 250));
        Assert.All(codes, code => Assert.NotInRange(code, 126, 159)); // of shells, for signals
    }

    [Fact]
    public void Heads_say_nothing_that_is_not_read() => Assert.Empty(IrProgram.All.Values.SelectMany(program => program.Keys).Except(Known));

    [Fact]
    public void Modules_name_neither_machine_nor_layout() => Assert.All(
        Directory.EnumerateFiles(IrProgram.Folder, "*.ll"),
        file => Assert.DoesNotContain(File.ReadLines(file), line => line.StartsWith("target ", StringComparison.Ordinal)));

    [Trait("System", "linux")]
    public class Unoptimised
    {
        [Theory]
        [MemberData(nameof(Names), MemberType = typeof(IrProgramTests))]
        public void A_program_of_modules_does_what_it_should(string name) => Agree(name, program => program.Run("-O0"));
    }

    [Trait("System", "linux")]
    public class Optimised
    {
        [Theory]
        [MemberData(nameof(Names), MemberType = typeof(IrProgramTests))]
        public void A_program_of_modules_does_what_it_should(string name) => Agree(name, program => program.Run("-O2"));
    }

    [Trait("System", "linux")]
    [Trait("Machine", "x64")] // its own
    public class Lli
    {
        [Theory]
        [MemberData(nameof(NamesForLli), MemberType = typeof(IrProgramTests))]
        public void Another_linker_of_modules_agrees(string name) => Agree(name, program => program.RunByLli("-O2"));
    }
}
