using System.Diagnostics;
using System.Text;
using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>What a process printed and how it ended.</summary>
internal sealed record Ended(int ExitCode, byte[] OutputBytes, string Error)
{
    internal string Output => Encoding.UTF8.GetString(OutputBytes);

    internal string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Starts <c>rtlink</c>, as built for the tests, and other tools.</summary>
internal static class RtlinkProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>What was built with the tests, on this machine.</summary>
    private static string[] Own => [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "rtlink.dll")];

    /// <summary>What is tested: what the variable RTLINK names, a published program for example, or else what was built with the tests.</summary>
    private static readonly string[] Program = Environment.GetEnvironmentVariable("RTLINK") is { Length: > 0 } program ? [.. Emulation.Command, program] : Own;

    /// <summary>The machine for which the <c>rtlink</c> that is tested was built, <c>x64</c> or <c>arm64</c>, and <c>windows-x64</c> where its system is not Linux.</summary>
    internal static string Machine { get; } = Environment.GetEnvironmentVariable("LINKER_MACHINE") is { Length: > 0 } machine ? machine : Repository.Machine;

    internal static bool IsArm64 => Machine == "arm64";

    internal static bool IsWindows => Machine == "windows-x64";

    internal static string Folder { get; } = Repository.Fixture(IsWindows ? "coff-x64" : "elf-" + Machine);

    /// <summary>Runs <c>rtlink</c> in the folder of the fixtures.</summary>
    internal static Ended Run(params string[] arguments) => Start([], null, [], arguments);

    internal static Ended Start(byte[] input, string? folder, (string Name, string Value)[] environment, params string[] arguments) =>
        Start(Program[0], input, folder ?? Folder, environment, [.. Program[1..], .. arguments]);

    /// <summary>Runs in a folder what was built with the tests, whatever is tested.</summary>
    internal static Ended RunOwn(string folder, params string[] arguments) => Start(Own[0], [], folder, [], [.. Own[1..], .. arguments]);

    /// <summary>Runs <c>rtlink</c> in the folder of the fixtures, started by another program that gets its command line as last arguments.</summary>
    internal static Ended RunUnder(string program, string[] programArguments, (string Name, string Value)[] environment, params string[] arguments) =>
        Start(program, [], Folder, environment, [.. programArguments, .. Program, .. arguments]);

    internal static Ended Start(string program, byte[] input, string folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        var output = new MemoryStream();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task writing = Task.Run(() => Feed(process, input));
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit.TotalSeconds} s");
        }

        Task.WaitAll(copying, error, writing);
        return new Ended(process.ExitCode, output.ToArray(), Emulation.IsOn ? WithoutEmulator(error.Result) : error.Result);
    }

    // The emulator says so when a signal ends its program, where a shell would.
    private static string WithoutEmulator(string error) =>
        string.Concat(error.Split('\n').Where(l => !l.StartsWith("qemu: uncaught target signal ", StringComparison.Ordinal)).Select((l, i) => i == 0 ? l : "\n" + l));

    // A program need not read what it is given.
    private static void Feed(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}
