using System.Text.RegularExpressions;
using Linker.Engine;
using Linker.Llvm;

try
{
    _ = Compiler.Version;
}
catch (MissingLibraryException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

// A language whose programs and whose library come as bitcode: here are both, as its compiler would have written them.
DirectoryInfo folder = Directory.CreateTempSubdirectory("bitcode");
try
{
    foreach (string name in (string[])["standard", "program"])
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name + ".ll"));
        File.WriteAllBytes(Path.Combine(folder.FullName, name + ".bc"), IrModule.Parse(text, name).Bitcode.Span);
    }

    var cache = new DiskObjectCache(Path.Combine(folder.FullName, "cache"));
    Run("cold", cache);
    Run("warm", cache);
}
finally
{
    folder.Delete(recursive: true);
}

return 0;

// The library is a module like the program, and it is given to the program's compilation as well: what is short is inlined there, the rest is called.
void Run(string what, DiskObjectCache cache)
{
    IrModule standard = IrModule.FromFile(Path.Combine(folder.FullName, "standard.bc"));
    IrModule program = IrModule.FromFile(Path.Combine(folder.FullName, "program.bc"));
    IrModule whole = program.With(new IrLibrary(standard));
    if (what == "cold")
    {
        Console.WriteLine($"calls of the library in the program: {Calls(program)} without the library in sight, {Calls(whole)} with it");
    }

    ObjectCacheStatistics before = cache.Statistics;
    using var engine = new ExecutionEngine(new ExecutionOptions { Cache = cache });
    engine.Add(standard);
    engine.Add(whole);
    int result = engine.RunMain("main", "program", "20");
    ObjectCacheStatistics after = cache.Statistics;
    Console.WriteLine($"{what}: returned {result}; {after.Stored - before.Stored} modules compiled, {after.Hits - before.Hits} from the cache");
}

int Calls(IrModule module) => LibraryCall().Count(module.Optimize().ToText());

internal static partial class Program
{
    [GeneratedRegex(@"call .*@(list|print)_?\w*\(")]
    private static partial Regex LibraryCall();
}
