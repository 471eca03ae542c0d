using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>Runs one scenario in a process of its own, under a shell's limits.</summary>
internal static class Child
{
    private const string Variable = "LINKER_MEMORY_SCENARIO";

    /// <summary>What the scenario wrote, after the shell's limit was set.</summary>
    internal static string Run(string limit, string scenario)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{limit}; exec \"$@\"");
        start.ArgumentList.Add("sh");
        foreach (string word in Emulation.Command)
        {
            start.ArgumentList.Add(word);
        }

        start.ArgumentList.Add(program);
        if (isHost)
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(Child).Assembly.GetName().Name + ".dll"));
        }

        start.Environment[Variable] = scenario;

        // The runtime's own second view is a file too, larger than the limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim() + error.Result.Trim();
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test runner owns the entry point.")]
    internal static void Start()
    {
        string? scenario = Environment.GetEnvironmentVariable(Variable);
        if (scenario is null)
        {
            return;
        }

        try
        {
            Console.WriteLine(Play(scenario));
        }
        catch (Exception e) when (e is PlatformNotSupportedException or OutOfMemoryException)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
        }

        Environment.Exit(0);
    }

    private static string Play(string scenario)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = Enum.Parse<WriteMode>(scenario) });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        Images.Returning(7).CopyTo(image.WorkingBytes(1, 0, 8));
        Images.SealAll(image);
        using PageReservation next = memory.Reserve(Images.Small, Placement.Anywhere);
        string place = next.Segments[0].TargetAddress - image.Segments[0].TargetAddress < 1 << 16 ? "together" : "apart";
        return $"{memory.Mode} {Images.Call(image.Segments[1].TargetAddress)} {place}";
    }
}
