namespace Linker.Cli.Tests.Commands;

/// <summary>What programs for AArch64 alone do.</summary>
[Trait("Machine", "arm64")]
public sealed class RunCommandArm64Tests : IDisposable
{
    /// <summary>An object that promises landing pads.</summary>
    private const string Promise = """
        .section .note.gnu.property, "a"
        .p2align 3
        .word 4, 16, 5
        .asciz "GNU"
        .word 0xc0000000, 4, 1, 0
        """;

    private readonly TemporaryFolder _folder = new();

    public RunCommandArm64Tests() => Assert.SkipUnless(RtlinkProcess.IsArm64, "the rtlink that is tested is not for arm64");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "nop", 42)]
    [InlineData(true, "bti c", 42)]
    [InlineData(true, "nop", 128 + 4)]
    public void A_branch_to_what_is_no_landing_pad_ends_a_program_that_promised_them_and_no_other(bool promised, string pad, int exitCode)
    {
        string program = $"""
            .text
            .globl main
            main:
                bti c
                stp x29, x30, [sp, #-16]!
                adr x8, called
                blr x8
                ldp x29, x30, [sp], #16
                ret
            called:
                {pad}
                mov w0, #42
                ret

            """;
        File.WriteAllText(_folder.File("main.s"), program + (promised ? Promise + "\n" : ""));
        Tool.Run("clang-22", _folder.Path, "--target=aarch64-linux-gnu", "-c", "-o", "main.o", "main.s");
        Ended ended = RtlinkProcess.Start([], _folder.Path, [], "run", "main.o");
        Assert.Equal(("", exitCode), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Outline_atomics_come_from_libgcc_and_the_error_without_it_says_so()
    {
        const string Program = """
            static int value = 40;
            int main(void) { __atomic_fetch_add(&value, 2, __ATOMIC_SEQ_CST); return __atomic_exchange_n(&value, 0, __ATOMIC_ACQUIRE); }
            """;
        File.WriteAllText(_folder.File("main.c"), Program);
        Tool.Run(Tool.Compiler, _folder.Path, "-c", "-O2", "-moutline-atomics", "-o", "main.o", "main.c");
        Ended without = RtlinkProcess.Start([], _folder.Path, [], "run", "main.o");
        Assert.Equal((1, 2), (without.ExitCode, without.ErrorLines.Length));
        Assert.All(without.ErrorLines, line => Assert.Matches("'__aarch64_[a-z0-9_]+' is not defined.*libgcc.a may define it", line));
        Ended with = RtlinkProcess.Start([], _folder.Path, [], "run", "main.o", Tool.Run(Tool.Compiler, _folder.Path, "-print-libgcc-file-name").Output.Trim());
        Assert.Equal(("", 42), (with.Error, with.ExitCode));
    }
}
