using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

public partial class Arm64CacheFlushTests
{
    /// <summary>The functions that can flush on this machine: on x86-64 none is needed and none is run.</summary>
    public static TheoryData<string> Functions => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.Arm64 => ["__clear_cache", nameof(Arm64CacheFlush)],
        _ => ["none"],
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_replaced_at_the_same_address_runs_after_the_function_was_called(string name)
    {
        nint function = name switch { "__clear_cache" => InstructionCache.FindClearCache(), nameof(Arm64CacheFlush) => Arm64CacheFlush.Map(), _ => 0 };
        Assert.Equal(name == "none", function == 0);
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.DualMapping });
        using PageReservation image = memory.Reserve([new(10_000, 16, Images.Code)], Placement.Anywhere);
        image.Seal(0);
        for (int i = 0; i < 100; i++)
        {
            // At the start and the end of lines and pages, and with an end inside a line.
            ulong offset = (ulong)(i * 100 % 9996 / 4 * 4);
            foreach (int number in new[] { i, i + 1000 })
            {
                Images.Returning(number).CopyTo(image.WorkingBytes(0, offset, 8));
                if (function != 0)
                {
                    InstructionCache.Flush(function, image.Segments[0].TargetAddress + offset, 8);
                }

                Assert.Equal(number, Images.Call(image.Segments[0].TargetAddress + offset));
            }
        }
    }

    [Fact]
    [Trait("System", "linux")] // the assembler is a program of the machine that builds
    public void The_bytes_are_what_an_assembler_makes_of_the_comments_beside_them()
    {
        string file = File.ReadAllText(Path.Combine(Repository.Root, "src", "MemoryManager", "Arm64CacheFlush.cs"));
        string source = string.Join('\n', CodeLine().Matches(file).Select(m => m.Groups[1].Value));
        var start = new ProcessStartInfo("llvm-mc-22", ["-triple", "aarch64", "-mattr=+bti", "--show-encoding"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process assembler = Process.Start(start)!;
        assembler.StandardInput.Write(source);
        assembler.StandardInput.Close();
        string output = assembler.StandardOutput.ReadToEnd();
        string[] encodings = [.. Encoding().Matches(output).Select(m => m.Groups[1].Value)];
        Assert.Equal(Arm64CacheFlush.Code.Length / 4, encodings.Length);
        for (int i = 0; i < encodings.Length; i++)
        {
            // Branches show their offsets as letters: those bytes are seen by running them.
            string[] expected = encodings[i].Split(',');
            string[] actual = [.. Arm64CacheFlush.Code.Slice(i * 4, 4).ToArray().Select(b => $"0x{b:x2}")];
            Assert.All(expected.Zip(actual), pair => Assert.True(pair.First.Contains('A', StringComparison.Ordinal) || pair.First == pair.Second, $"{i}: {encodings[i]}"));
        }
    }

    [GeneratedRegex(@"^        0x.., 0x.., 0x.., 0x.., // *(.+)$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"encoding: \[([^\]]+)\]")]
    private static partial Regex Encoding();
}
