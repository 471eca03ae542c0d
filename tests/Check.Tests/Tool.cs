using System.Diagnostics;
using Linker.Shared;

namespace Linker.Check.Tests;

/// <summary>Programs of the system that some tests need.</summary>
internal static class Tool
{
    /// <summary>Runs a tool, which has to succeed. Where it is not installed the test is skipped, but fails under the test command, which installs it.</summary>
    internal static string Run(string name, string input, params string[] arguments)
    {
        Needed.Program(name);
        using Process process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{name}: {error.Result}");
        return output.Result;
    }
}
