using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Linker.Shared;

namespace Linker.Engine.Tests.Caching;

/// <summary>What several processes do with one folder: this assembly, started anew, does it and ends.</summary>
internal static class CacheProcess
{
    internal const int Keys = 40, StressLimit = 200_000;

    private const string Variable = "LINKER_CACHE_SCENARIO";

    /// <summary>Enough for each to find what another wrote, and for objects to be moved out.</summary>
    internal static int Rounds => Emulation.IsOn || OperatingSystem.IsWindows() ? 120 : 600;

    /// <summary>Starts a process in a shell that has set its limits.</summary>
    internal static Process Start(string limit, string scenario, string folder, int number = 0)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, typeof(CacheProcess).Assembly.GetName().Name + ".dll")] : [];
        foreach (string word in (string[])["-c", $"{limit}; exec \"$@\"", "sh", .. Emulation.Command, program, .. host])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment[Variable] = $"{scenario}|{folder}|{number}";

        // The runtime's own second view of its code is a file too, larger than the limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>What a process wrote until its end, and its exit code.</summary>
    internal static (string Said, int ExitCode) End(Process process)
    {
        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (output.Trim() + error.Result.Trim(), process.ExitCode);
        }
    }

    /// <summary>The object under the number's key.</summary>
    internal static byte[] Content(int number)
    {
        byte[] content = new byte[number * 997];
        new Random(number).NextBytes(content);
        return content;
    }

    internal static ObjectKey Key(int number) => ObjectKey.Of([], $"{number}");

    /// <summary>Writes, reads and deletes; what is found has to be what was put in.</summary>
    internal static string Stress(DiskObjectCache cache, int seed, int rounds)
    {
        var random = new Random(seed);
        for (int i = 0; i < rounds; i++)
        {
            int number = random.Next(Keys);
            switch (random.Next(20))
            {
                case 0:
                    cache.Remove(Key(number));
                    break;
                case 1:
                    _ = cache.Entries;
                    break;
                case < 10:
                    cache.Put(Key(number), Content(number));
                    break;
                default:
                    if (cache.TryGet(Key(number), out ReadOnlyMemory<byte> found) && !found.Span.SequenceEqual(Content(number)))
                    {
                        return $"another object under {number}";
                    }

                    break;
            }
        }

        ObjectCacheStatistics did = cache.Statistics;
        return did is { Hits: > 0, Stored: > 0, Dropped: 0 } ? "well" : did.ToString();
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test runner owns the entry point.")]
    internal static void Play()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('|') is not [string scenario, string folder, string number])
        {
            return;
        }

        Console.WriteLine(Play(scenario, folder, int.Parse(number)));
        Environment.Exit(0);
    }

    private static string Play(string scenario, string folder, int number)
    {
        switch (scenario)
        {
            case "stress":
                return Stress(new DiskObjectCache(folder, StressLimit), number, Rounds);
            case "put":
                var cache = new DiskObjectCache(folder);
                cache.Put(Key(number), Content(number));
                return $"stored {cache.Statistics.Stored}, failures {cache.Statistics.Failures}";
            case "get and put":
                var readOnly = new DiskObjectCache(folder);
                bool isHit = readOnly.TryGet(Key(number), out _);
                readOnly.Put(Key(number), Content(number));
                return $"hit {isHit}, stored {readOnly.Statistics.Stored}, failures {readOnly.Statistics.Failures}, removed {readOnly.Remove(Key(number))}, entries {readOnly.Entries.Count}";
            case "put forever":
                var forever = new DiskObjectCache(folder);
                for (int i = number; ; i++)
                {
                    forever.Put(Key(i % Keys), Content(i % Keys));
                    if (i == number)
                    {
                        Console.WriteLine("begun");
                    }
                }

            default:
                return $"no scenario {scenario}";
        }
    }
}
