using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Linker.Cli.Input;
using Linker.Cli.Measure;
using Linker.Cli.Output;
using Linker.Loader;

namespace Linker.Cli.Commands;

/// <summary><c>rtlink bench</c>: reads, links, seals and disposes files again and again in this process, then compares the bytes in memory with the file.</summary>
internal static class BenchCommand
{
    private const int DefaultIterations = 100;

    internal static Command Create()
    {
        Argument<string[]> files = Arguments.Files("Objects, each linked on its own, and archives, of which each member is.");
        var phony = new Option<bool>("--phony-externals") { Description = "Gives names that nobody defines addresses where nothing is. Otherwise this process's are used." };
        var iterations = new Option<int>("--iterations") { Description = "How often each file is linked while it is measured.", HelpName = "N", DefaultValueFactory = _ => DefaultIterations, CustomParser = AtLeastOne };
        Option<bool> json = Arguments.Json("Prints JSON instead of a table.");
        var command = new Command("bench", "Measures how long reading, linking and disposing take and what they allocate, and checks the bytes of the image.") { files, phony, iterations, json };
        command.SetAction(result => Run(result.GetRequiredValue(files), result.GetValue(phony), result.GetValue(iterations), result.GetValue(json)));
        return command;
    }

    private static int AtLeastOne(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number of at least 1");
        return 0;
    }

    private static int Run(string[] paths, bool isPhony, int iterations, bool isJson)
    {
        using var bench = new Bench(isPhony, iterations);
        var measurements = new List<Measurement>();
        bool isFailed = false;
        foreach ((string name, Func<ReadOnlyMemory<byte>> read) in paths.SelectMany(ObjectsOf))
        {
            try
            {
                Progress.Show(name);
                Measurement measurement = bench.Measure(name, read());
                measurements.Add(measurement);
                if (measurement.Difference is { } difference)
                {
                    Progress.Clear();
                    isFailed = true;
                    Messages.Error($"{name}: {difference}");
                }
            }
            catch (Exception e) when (Failures.LinesOf(e) is { } lines)
            {
                Progress.Clear();
                isFailed = true;
                foreach (string line in lines)
                {
                    Messages.Error(line);
                }
            }
        }

        Progress.Clear();
        if (isJson)
        {
            Report.Json(json => BenchReport.WriteJson(json, measurements, iterations));
        }
        else
        {
            Report.Text(output => BenchReport.Write(output, measurements));
        }

        return isFailed ? Rtlink.LinkFailed : 0;
    }

    // A file that cannot be read is one line among the others.
    private static IEnumerable<(string Name, Func<ReadOnlyMemory<byte>> Read)> ObjectsOf(string path)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = UniversalParts.ForProcess(InputFiles.ReadBytes(path), path);
            if (!ObjectReader.IsArchive(bytes.Span))
            {
                return [(path, () => bytes)];
            }

            Archive archive = InputFiles.ReadArchive(path, bytes);
            return InputFiles.MembersOf(archive).Select(m => ($"{path}({archive.NameOf(m.Member)})", new Func<ReadOnlyMemory<byte>>(() => archive.BytesOf(m.Member))));
        }
        catch (Exception e) when (e is IOException or ObjectFormatException)
        {
            return [(path, () => throw new IOException(e.Message, e))];
        }
    }
}
