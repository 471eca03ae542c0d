using System.CommandLine;
using Linker.Cli.Input;
using Linker.Cli.Output;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Cli.Commands;

/// <summary><c>rtlink link</c>: links for target addresses, executes nothing, and shows what came out.</summary>
internal static class LinkCommand
{
    /// <summary>Where an image goes when the command line does not say: as <see cref="BufferMemoryManager"/>.</summary>
    internal const ulong DefaultBase = 0x1000_0000;

    private const string StandardOutput = "-";

    internal static Command Create()
    {
        Argument<string[]> files = Arguments.Files("Objects and members of archives (libz.a(adler32.o)), and archives whose members are taken as they are needed.");
        Option<Definition[]> definitions = Arguments.Definitions();
        Option<SectionAddress[]> sections = Arguments.SectionAddresses();
        Option<ulong?> imageBase = Arguments.Address("--base", $"The address of the image: of all that has none of its own. [default: 0x{DefaultBase:x}]");
        var phony = new Option<bool>("--phony-externals") { Description = "Gives names that nobody defines addresses 16 bytes apart, from 1 GiB above the image." };
        var whole = new Option<bool>("--whole-archive") { Description = "Takes all members of the archives." };
        var keep = new Option<string[]>("--keep")
        {
            Description = "Leaves out the sections that neither this name leads to, nor an initialiser, nor what the objects themselves keep. Can be given again.", HelpName = "NAME", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        };
        var dump = new Option<string?>("--dump") { Description = "Writes a line INDEX NAME HEXADDRESS HEXBYTES for each allocated section; - for standard output.", HelpName = "OUT" };
        var map = new Option<bool>("--map") { Description = "Prints sections, symbols, slots, stubs and every fixup." };
        Option<bool> json = Arguments.Json("Prints the map as JSON.");
        var command = new Command("link", "Links for target addresses without executing anything.") { files, sections, imageBase, definitions, phony, whole, keep, dump, map, json };
        command.SetAction(result =>
        {
            var settings = new Settings(
                result.GetValue(sections) ?? [], result.GetValue(imageBase), result.GetValue(definitions) ?? [], result.GetValue(phony), result.GetValue(whole), result.GetValue(dump), result.GetValue(map), result.GetValue(json), result.GetValue(keep) is { Length: > 0 } roots ? roots : null);
            return Run(InputFiles.Read(result.GetRequiredValue(files), settings.Roots is not null), settings);
        });
        return command;
    }

    private static int Run(InputFiles inputs, Settings settings)
    {
        if (settings.Dump == StandardOutput && (settings.IsMap || settings.IsJson))
        {
            throw new UsageException("--dump - and the map would both go to standard output; give --dump a file");
        }

        LinkGraph[] graphs = settings.TakesAll ? inputs.WithAllMembers() : [.. inputs.Objects];
        if (graphs.Length == 0)
        {
            throw new UsageException("there is no object that would need members of the archives; give one, or --whole-archive");
        }

        var memory = new ReservingMemory(new BufferMemoryManager(settings.Base ?? DefaultBase), isInProcess: false);
        using RuntimeLinker linker = CreateLinker(inputs, settings, graphs, memory);
        var addresses = new SectionAddresses(settings.Sections);
        var request = new LinkRequest
        {
            Placement = settings.Base is { } at ? Placement.At(at) : null,
            Record = true,
            Roots = settings.Roots,
            SectionAddress = settings.Sections.Length == 0 ? null : addresses.Of,
        };
        using LoadedImage image = Link(linker, request, graphs);
        addresses.ThrowIfUnused();
        Show(settings, image, image.Record!, memory.Last!);
        return 0;
    }

    private static LoadedImage Link(RuntimeLinker linker, LinkRequest request, LinkGraph[] graphs)
    {
        try
        {
            return linker.Link(request, graphs);
        }
        catch (KeyNotFoundException e) when (request.Roots is not null)
        {
            throw new UsageException($"--keep: {e.Message}");
        }
    }

    private static RuntimeLinker CreateLinker(InputFiles inputs, Settings settings, LinkGraph[] graphs, IMemoryManager memory)
    {
        var scopes = new List<ISymbolResolver>();
        if (!settings.TakesAll)
        {
            scopes.AddRange(inputs.Resolvers);
        }

        PhonyExternals? phony = null;
        if (settings.IsPhony)
        {
            ulong anchor = settings.Base ?? (settings.Sections.Length > 0 ? settings.Sections.Min(s => s.Address) : DefaultBase);
            scopes.Add(phony = new PhonyExternals(PhonyExternals.StartFor(anchor)));
        }

        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = scopes });
        phony?.DefineHidden(graphs, settings.TakesAll ? [] : inputs.Archives, linker.Definitions);
        new ObjectNames(graphs).Define(settings.Definitions, linker.Definitions);
        return linker;
    }

    private static void Show(Settings settings, LoadedImage image, LinkRecord record, PageReservation pages)
    {
        if (settings.Dump is { } dump)
        {
            using Stream output = dump == StandardOutput ? Console.OpenStandardOutput() : File.Create(dump);
            using var buffered = new BufferedStream(output, 1 << 16);
            SectionDump.Write(buffered, record, pages);
        }

        if (settings.IsJson)
        {
            Report.Json(json => LinkMap.WriteJson(json, image, record));
        }
        else if (settings.IsMap || settings.Dump is null)
        {
            Report.Text(output =>
            {
                LinkMap.WriteSummary(output, image, record);
                if (settings.IsMap)
                {
                    LinkMap.WriteTables(output, record);
                }
            });
        }
    }

    private sealed record Settings(
        SectionAddress[] Sections, ulong? Base, Definition[] Definitions, bool IsPhony, bool TakesAll, string? Dump, bool IsMap, bool IsJson, string[]? Roots);
}
