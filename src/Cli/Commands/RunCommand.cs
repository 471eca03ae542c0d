using System.CommandLine;
using Linker.Cli.Input;
using Linker.Cli.Native;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;

namespace Linker.Cli.Commands;

/// <summary><c>rtlink run</c>: links, then becomes the program.</summary>
internal static class RunCommand
{
    private static readonly string[] Levels = ["fast", "with what costs little time", "with what pays in general; the default", "with whatever may pay"];

    internal static Command Create(string[] programArguments)
    {
        Argument<string[]> files = Arguments.Files("Objects, archives, members of archives (libz.a(adler32.o)) and modules of LLVM's intermediate code (.ll, .bc), in any order.");
        Option<Definition[]> definitions = Arguments.Definitions();
        var entry = new Option<string>("--entry") { Description = "The function to call.", HelpName = "NAME", DefaultValueFactory = _ => "main" };
        var libraries = new Option<string[]>("--library") { Description = "A shared library to load first: a path, or a name such as libz.so.1. Can be given again.", HelpName = "LIB", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        var cache = new Option<string>("--cache") { Description = "A folder for the objects of modules: what was compiled before is not compiled again.", HelpName = "DIR" };
        var debug = new Option<bool>("--debug") { Description = "Shows the program to gdb: rtlink itself has to be what gdb runs or attaches to." };
        var perf = new Option<bool>("--perf") { Description = "Names the program's functions for perf, in /tmp/perf-PID.map." };
        Option<bool>[] levels = [.. Levels.Select((does, level) => new Option<bool>($"-O{level}") { Description = $"Compiles modules {does}." })];
        var command = new Command("run", "Links objects, archives and modules and runs the program they are.") { files, entry, definitions, libraries, cache, debug, perf };
        Array.ForEach(levels, command.Options.Add);
        command.Validators.Add(result =>
        {
            if (levels.Count(result.GetValue) > 1)
            {
                result.AddError("only one of -O0, -O1, -O2 and -O3 can be given");
            }
        });
        command.SetAction(result => Run(
            InputFiles.Read(result.GetRequiredValue(files), ir: new IrFiles(OptionsOf(Array.FindIndex(levels, result.GetValue)), CacheIn(result.GetValue(cache)))),
            result.GetRequiredValue(entry),
            result.GetValue(definitions) ?? [],
            result.GetValue(libraries) ?? [],
            Observers(result.GetValue(debug), result.GetValue(perf)),
            [result.GetRequiredValue(files)[0], .. programArguments]));
        return command;
    }

    private static CompilerOptions OptionsOf(int level) => level < 0 ? CompilerOptions.Default : CompilerOptions.Default with { Level = (OptimizationLevel)level };

    private static DiskObjectCache? CacheIn(string? folder)
    {
        if (folder is null)
        {
            return null;
        }

        var cache = new DiskObjectCache(folder);
        return cache.Refusal is { } refusal ? throw new IOException(refusal) : cache;
    }

    private static IImageObserver[] Observers(bool isDebugged, bool isProfiled)
    {
        var observers = new List<IImageObserver>();
        if (isDebugged)
        {
            var gdb = new GdbObserver();
            observers.Add(gdb.Refusal is { } refusal ? throw new IOException($"--debug: {refusal}") : gdb);
        }

        if (isProfiled)
        {
            var perf = new PerfMapObserver();
            observers.Add(perf.Refusal is { } refusal ? throw new IOException($"--perf: {refusal}") : perf);
        }

        return [.. observers];
    }

    private static int Run(InputFiles inputs, string entry, Definition[] definitions, string[] libraries, IImageObserver[] observers, string[] arguments)
    {
        LoadLibraries([.. libraries, .. inputs.Libraries]);
        var linker = new RuntimeLinker(new LinkerOptions { Scopes = [.. inputs.Resolvers, new HostProcessResolver()], Observers = observers });
        foreach (Definition definition in definitions)
        {
            linker.Definitions.Add(definition.Name, definition.Address);
        }

        LinkGraph[] graphs = inputs.WithDefinitionsOf([entry]);
        if (graphs.Length == 0)
        {
            throw new MissingEntryException(entry);
        }

        LoadedImage image = linker.Link(new LinkRequest { Name = arguments[0], Entry = entry, Initialize = false }, graphs);
        if (!image.TryGetAddress(entry, out _))
        {
            throw new MissingEntryException(entry);
        }

        HostProgram.Prepare(arguments[0]);
        int code = image.RunMain(entry, arguments);

        // Not disposed: the C library runs the image's handlers among the host's in the order that they were filed, flushes its streams,
        // and threads that are still running keep their code to the last moment.
        HostProgram.Exit(code);
        return code;
    }

    private static void LoadLibraries(string[] libraries)
    {
        var failures = new List<Exception>();
        foreach (string library in libraries)
        {
            try
            {
                HostProcessResolver.LoadLibrary(library);
            }
            catch (DllNotFoundException e)
            {
                failures.Add(e.Message.Contains(library, StringComparison.Ordinal) ? e : new IOException($"{library}: the dynamic linker cannot load it", e));
            }
        }

        if (failures.Count > 0)
        {
            throw new InputException(failures);
        }
    }
}
