using Linker.Llvm;
using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>A program of <c>tests/Ir</c>: what the comment at its head says.</summary>
internal sealed class IrProgram
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Ir");

    /// <summary>All of them, for every machine, by name.</summary>
    internal static IReadOnlyDictionary<string, IrProgram> All { get; } = Directory.EnumerateFiles(Folder, "*.ll").Order(StringComparer.Ordinal)
        .Select(file => new IrProgram(file)).Where(program => program.IsProgram).ToDictionary(program => program.Name);

    private readonly ILookup<string, string> head;

    private IrProgram(string file)
    {
        Name = Path.GetFileNameWithoutExtension(file);
        head = File.ReadLines(file).TakeWhile(line => line.StartsWith("; ", StringComparison.Ordinal)).Select(line => line[2..].Split(": ", 2))
            .Where(parts => parts is [not null, _] && !parts[0].Contains(' ', StringComparison.Ordinal)).ToLookup(parts => parts[0], parts => parts[1]);
    }

    internal string Name { get; }

    /// <summary>The modules, that with <c>main</c> first.</summary>
    internal string[] Modules => [Name + ".ll", .. Words("modules")];

    internal string[] Arguments => Words("arguments");

    internal int ExitCode => int.Parse(head["exit"].Single());

    internal string Output => string.Concat(head["output"].Select(line => line + "\n"));

    /// <summary>A module that belongs to a program has no exit code.</summary>
    private bool IsProgram => head["exit"].Any();

    internal bool IsFor(string machine) => !head["only"].Any() || Reasoned("only").Word == machine;

    /// <summary>Whether <c>lli</c> can run it.</summary>
    internal bool IsForLli => IsFor("x64") && !(head["lli"].Any() && Reasoned("lli").Word == "cannot");

    /// <summary>The keys that stand in the head.</summary>
    internal IEnumerable<string> Keys => head.Select(group => group.Key);

    /// <summary>Runs it at a level, <c>-O0</c> or <c>-O2</c>.</summary>
    internal Ended Run(string level) => RtlinkProcess.Start([], Folder, [], ["run", .. Inputs(level), "--", .. Arguments]);

    /// <summary>Runs it by LLVM's own interpreter of modules.</summary>
    internal Ended RunByLli(string level) =>
        RtlinkProcess.Start("lli-22", [], Folder, [], [level, .. Modules[1..].SelectMany(module => (string[])["--extra-module", module]), Modules[0], .. Arguments]);

    // There is a libLLVM for this machine only: for the other one it makes objects here.
    private string[] Inputs(string level) => RtlinkProcess.IsArm64 ? [.. Modules.Select(module => Compiled(module, level))] : [level, .. Modules];

    // An object is kept for as long as it is newer than its module and the compiler. A module belongs to one program, so nobody else compiles it.
    private static string Compiled(string module, string level)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "ir-" + RtlinkProcess.Machine + level);
        string target = Path.Combine(folder, Path.ChangeExtension(module, ".o")), source = Path.Combine(Folder, module);
        if (File.GetLastWriteTimeUtc(target) <= File.GetLastWriteTimeUtc(source) || File.GetLastWriteTimeUtc(target) <= File.GetLastWriteTimeUtc(typeof(Compiler).Assembly.Location))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(target, IrModule.FromFile(source, new CompilerOptions { Triple = "aarch64-unknown-linux-gnu", Level = Enum.Parse<OptimizationLevel>(level[1..]) }).Compile().Span);
        }

        return target;
    }

    private string[] Words(string key) => [.. head[key].SelectMany(line => line.Split(' '))];

    private (string Word, string Reason) Reasoned(string key) =>
        head[key].Single().Split(" — ", 2) is [var word, { Length: > 0 } reason] ? (word, reason) : throw new FormatException($"{Name}: '{key}' has no reason");
}
