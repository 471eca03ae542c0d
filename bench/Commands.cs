using System.CommandLine;
using BenchmarkDotNet.Running;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Bench.Llvm;
using Linker.Bench.Measure;
using Linker.Bench.Native;
using Linker.Bench.Output;

namespace Linker.Bench;

/// <summary>The program: what is asked for is measured in one run and printed as Markdown.</summary>
internal static class Commands
{
    private static readonly Option<bool> Table = new("--table") { Description = "Compares with LLVM's linkers and with copying." };
    private static readonly Option<bool> Growth = new("--growth") { Description = "Compares many sections with few, and the last of many live images with the first." };
    private static readonly Option<bool> Memory = new("--memory") { Description = "Takes the resident memory of live images." };
    private static readonly Option<bool> Functions = new("--functions") { Description = "Times functions that come late, change, or stay for one call." };
    private static readonly Option<bool> Compiling = new("--compile") { Description = "Times the way from LLVM's code to a result, beside LLVM's LLJIT." };
    private static readonly Option<int> Loop = new("--loop") { Description = "Only links and disposes the first input, so many times; for strace and perf.", HelpName = "N" };
    private static readonly Option<bool> Micro = new("--benchmarkdotnet") { Description = "Runs the same contenders under BenchmarkDotNet, in this process." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Few rounds: the numbers mean little." };
    private static readonly Option<string?> Only = new("--only") { Description = "Takes the inputs whose names contain a text.", HelpName = "NAME" };
    private static readonly Option<int[]> Llvm = new("--llvm") { Description = "Versions of libLLVM.", HelpName = "MAJOR", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [22, 19] };
    private static readonly Option<string> Folder = new("--inputs") { Description = "What inputs.sh has made.", HelpName = "FOLDER", DefaultValueFactory = _ => InputFolder.DefaultPath };

    /// <returns>The process's exit code.</returns>
    internal static int Run(string[] arguments)
    {
        var root = new RootCommand("Measures this linker against LLVM's RuntimeDyld and JITLink, and against copying, in one process.") { Table, Growth, Memory, Functions, Compiling, Loop, Micro, Quick, Only, Llvm, Folder };
        root.SetAction(Run);
        try
        {
            return root.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is InputException or LlvmException or CheckException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Run(ParseResult result)
    {
        var folder = new InputFolder(result.GetRequiredValue(Folder));
        string? only = result.GetValue(Only);
        Budget budget = result.GetValue(Quick) ? Budget.Quick : Budget.Full;
        if (result.GetValue(Loop) is var count and > 0)
        {
            LinkInLoop(folder.Inputs(only).First(), count);
        }

        if (result.GetValue(Micro))
        {
            Neighbourhood.KeepQuiet();
            LinkBenchmarks.Folder = folder;
            LinkBenchmarks.Only = only;
            _ = BenchmarkRunner.Run<LinkBenchmarks>();
        }

        bool isTable = result.GetValue(Table);
        bool isGrowth = result.GetValue(Growth);
        if (isTable || isGrowth)
        {
            Neighbourhood.KeepQuiet();
            using var peers = new Peers(result.GetRequiredValue(Llvm), folder.DirectLibraryPath);
            MachineReport.Write(Console.Out, peers);
            if (isTable)
            {
                ComparisonReport.Write(Console.Out, [.. folder.Inputs(only).Select(input => Compare(folder, input, peers, budget))]);
            }

            if (isGrowth)
            {
                GrowthReport.Write(Console.Out, Measure.Growth.OfSections(folder, budget), Measure.Growth.OfImages(folder, peers));
            }
        }

        if (result.GetValue(Memory))
        {
            MemoryReport.Write(Console.Out, [.. MemoryUse.InputNames.Select(name => MemoryUse.Of(folder, name))]);
        }

        if (result.GetValue(Functions))
        {
            FunctionReport.Write(Console.Out, FunctionTime.All(folder, budget));
        }

        if (result.GetValue(Compiling))
        {
            CompileReport.Write(Console.Out, CompileTime.All(budget));
        }

        return 0;
    }

    private static Row Compare(InputFolder folder, Input input, Peers peers, Budget budget)
    {
        Console.Error.WriteLine(input.Name);
        using var comparison = new Comparison(input, new Input("empty", "empty", folder.Empty.Many(input.Objects.Count), input.IsChain), peers, budget);
        return comparison.Measure();
    }

    private static void LinkInLoop(Input input, int count)
    {
        using var own = new OwnLinker(input);
        for (int i = 0; i < count; i++)
        {
            own.Round();
        }
    }
}
