using System.ComponentModel;
using System.Diagnostics;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>The embedded objects are what an assembler makes of the sources beside them.</summary>
public class GlueTests
{
    private static readonly string[] Folders = ["src/Engine/Host/Glue", "src/Llvm/Guard"];

    private const string Assembler = "llvm-mc-22", Linker = "ld.lld-22", Editor = "llvm-objcopy-22";

    public static TheoryData<string> Sources => [.. Folders.SelectMany(folder => Source.Files(folder, "*.s"))];

    [Fact]
    public void Every_embedded_object_has_a_source() =>
        Assert.All(Folders, folder => Assert.Equal(Source.Files(folder, "*.*o").Select(f => Path.ChangeExtension(f, ".s")), Source.Files(folder, "*.s")));

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_embedded_object_equals_what_the_assembler_makes_of_its_source(string source)
    {
        string library = Path.Combine(Repository.Root, Path.ChangeExtension(source, ".so"));
        string output = Path.GetTempFileName();
        try
        {
            Run(Assembler, "-I", Path.GetDirectoryName(Path.Combine(Repository.Root, source))!, "-triple", TripleOf(source), "-filetype=obj", Path.Combine(Repository.Root, source), "-o", output);
            if (File.Exists(library))
            {
                // Without the linker's version.
                Run(Linker, "-shared", "--strip-all", "-z", "norelro", output, "-o", output);
                Run(Editor, "--remove-section=.comment", output);
            }

            Assert.Equal(File.ReadAllBytes(File.Exists(library) ? library : Path.ChangeExtension(library, ".o")), File.ReadAllBytes(output));
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static string TripleOf(string source) =>
        (source.EndsWith("arm64.s", StringComparison.Ordinal) ? "aarch64-" : "x86_64-") + Path.GetFileName(source).Replace("lazy-", "", StringComparison.Ordinal).Split('-')[0] switch
        {
            "windows" => "pc-windows-msvc",
            "darwin" => "apple-macos11",
            _ => "linux-gnu",
        };

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        }
        catch (Win32Exception)
        {
            Needed.Missing($"{program} is not installed (Debian packages llvm-22 and lld-22)");
        }
    }
}
