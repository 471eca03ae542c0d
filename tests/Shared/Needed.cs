using System.Diagnostics.CodeAnalysis;

namespace Linker.Shared;

/// <summary>What tests need of the system beyond .NET.</summary>
internal static class Needed
{
    /// <summary>Whether a program is on the path.</summary>
    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Ends a test that cannot be made without a program.</summary>
    internal static void Program(string program)
    {
        if (!IsInstalled(program))
        {
            Missing($"'{program}' is not installed");
        }
    }

    /// <summary>Ends a test that cannot be made here: it is skipped, but fails under the test command, which installs what there is to install.</summary>
    [DoesNotReturn]
    internal static void Missing(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("LINKER_TEST_COMMAND") == "1", reason);
        Assert.Skip(reason);
    }
}
