using System.CommandLine;
using Linker.Cli.Input;
using Linker.Cli.Output;
using Linker.Loader;

namespace Linker.Cli.Commands;

/// <summary><c>rtlink inspect</c>: shows what a file is made of.</summary>
internal static class InspectCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An object, an archive, or a member of one: libz.a(adler32.o). Of a universal file its parts, or one of them: libz.a(arm64)." };
        file.Validators.Add(Arguments.RefuseOptions);
        Option<bool> json = Arguments.Json("Prints JSON instead of tables.");
        var disassemble = new Option<bool>("--disassemble") { Description = "Adds the instructions, with the relocations beside them; of an archive, those of all members." };
        var command = new Command("inspect", "Shows sections, symbols, relocations, stack maps and groups of an object; members and index of an archive.") { file, json, disassemble };
        command.SetAction(result => Run(result.GetRequiredValue(file), result.GetValue(json), result.GetValue(disassemble)));
        return command;
    }

    private static int Run(string path, bool isJson, bool disassembles)
    {
        byte[] bytes = InputFiles.ReadBytes(path);
        if (UniversalReader.IsUniversal(bytes))
        {
            ShowParts(path, UniversalReader.Read(bytes, path), isJson);
            return 0;
        }

        (LinkGraph? graph, Archive? archive) = Read(path, bytes);
        LinkGraph[] shown = graph is not null ? [graph] : disassembles ? [.. InputFiles.MembersOf(archive!).Select(m => archive!.Read(m.Member, includeUnloaded: true))] : [];
        if (isJson)
        {
            Report.Json(json =>
            {
                if (archive is not null)
                {
                    ArchiveReport.WriteJson(json, archive);
                    if (disassembles)
                    {
                        json.WriteArray("objects", shown, g => ObjectJson.Write(json, g, disassembles));
                    }
                }
                else
                {
                    ObjectJson.Write(json, graph!, disassembles);
                }
            });
        }
        else
        {
            Report.Text(output =>
            {
                if (archive is not null)
                {
                    ArchiveReport.Write(output, archive);
                }

                foreach (LinkGraph g in shown)
                {
                    ObjectTables.Write(output, g);
                    if (disassembles)
                    {
                        Disassembly.Write(output, g);
                    }
                }
            });
        }

        return 0;
    }

    private static void ShowParts(string path, IReadOnlyList<UniversalPart> parts, bool isJson)
    {
        if (isJson)
        {
            Report.Json(json => UniversalReport.WriteJson(json, path, parts));
        }
        else
        {
            Report.Text(output => UniversalReport.Write(output, path, parts));
        }
    }

    private static (LinkGraph? Graph, Archive? Archive) Read(string path, byte[] bytes) =>
        ObjectReader.IsArchive(bytes) ? (null, InputFiles.ReadArchive(path, bytes)) : (ObjectReader.Read(bytes, path, includeUnloaded: true), null);
}
