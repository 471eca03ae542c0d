using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>Programs of the system that some tests need.</summary>
internal static class Tool
{
    /// <summary>The C compiler of the machine whose <c>rtlink</c> is tested.</summary>
    internal static string Compiler => OfMachine("gcc");

    /// <summary>A GNU tool for that machine.</summary>
    internal static string OfMachine(string name) => RtlinkProcess.IsArm64 ? "aarch64-linux-gnu-" + name : name;

    /// <summary>Runs a tool, which has to succeed. Where it is not installed the test is skipped, but fails under the test command, which installs it.</summary>
    internal static Ended Run(string name, string folder, params string[] arguments)
    {
        Needed.Program(name);
        Ended ended = RtlinkProcess.Start(name, [], folder, [], arguments);
        Assert.True(ended.ExitCode == 0, $"{name} {string.Join(' ', arguments)}: {ended.Error}");
        return ended;
    }
}
