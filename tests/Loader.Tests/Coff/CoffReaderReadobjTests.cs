using System.Globalization;
using System.Text.RegularExpressions;
using Linker.Shared;
using static Linker.Loader.Tests.Readobj;

namespace Linker.Loader.Tests;

/// <summary>An independent reader of what compilers write and of the libraries of mingw: <c>llvm-readobj</c>.</summary>
[Trait("System", "linux")] // The tools run on the building machine.
public partial class CoffReaderReadobjTests
{
    private const string C =
        """
        extern int outside(int); extern __declspec(dllimport) int imported(int); __declspec(thread) int t = 5; static int zero[100]; int common;
        __attribute__((weak)) int weak(void) { return 1; }
        __attribute__((weak)) extern int null(void);
        __declspec(selectany) int once = 3;
        const char *text = "text"; double d = 1.5;
        __declspec(dllexport) int f(int x) { static int s; s += x; t++; zero[x] = common; return imported(x) + outside(s) + (null ? null() : 0) + once; }
        double g(double x) { return x * 1.25 + d; }
        """;

    private const string Cpp =
        """
        struct A { virtual ~A(); virtual int f(); int x; }; struct B : A { int f() override { return x; } };
        inline int counter() { static int n; return ++n; }
        template <class T> struct V { static T v; T get() { return v + counter(); } }; template <class T> T V<T>::v = 3;
        extern void thrower();
        A *make() { return new B(); }
        int g() { try { thrower(); } catch (int i) { return i; } return V<int>().get() + V<long>().get(); }
        """;

    public static TheoryData<string, string, string> Compilations() => new()
    {
        { "x86_64-pc-windows-msvc", "c", "-O2 -g -gcodeview" },
        { "x86_64-pc-windows-msvc", "cpp", "-O0 -fexceptions -fcxx-exceptions" },
        { "x86_64-w64-mingw32", "c", "-O2 -g" },
        { "x86_64-w64-mingw32", "cpp", "-O2 -ffunction-sections" },
        { "aarch64-pc-windows-msvc", "c", "-O2 -g -gcodeview" },
        { "aarch64-pc-windows-msvc", "cpp", "-O0 -fexceptions -fcxx-exceptions" },
        { "aarch64-w64-mingw32", "c", "-O2 -fcommon" },
        { "aarch64-w64-mingw32", "cpp", "-O1" },
    };

    public static TheoryData<string, int> Libraries() => new()
    {
        { "/usr/x86_64-w64-mingw32/lib/libmingwex.a", 300 },
        { "/usr/x86_64-w64-mingw32/lib/libmingw32.a", 10 },
        { "/usr/x86_64-w64-mingw32/lib/libkernel32.a", 1000 },
        { "/usr/lib/gcc/x86_64-w64-mingw32/12-win32/libstdc++.a", 100 },
        { "/usr/lib/gcc/x86_64-w64-mingw32/12-posix/libstdc++.a", 100 },
        { "/usr/lib/gcc/x86_64-w64-mingw32/12-win32/libgcc.a", 100 },
    };

    [Theory]
    [MemberData(nameof(Compilations))]
    public void What_compilers_write_is_read_as_llvm_readobj_reads_it(string target, string language, string options)
    {
        string clang = Tool("clang-22", "clang-22"), folder = Directory.CreateTempSubdirectory("linker-coff").FullName;
        try
        {
            string source = Path.Combine(folder, "in." + language), file = Path.Combine(folder, "in.obj");
            File.WriteAllText(source, language == "c" ? C : Cpp);
            Run(clang, [$"--target={target}", .. options.Split(' '), "-c", source, "-o", file]);
            Assert.InRange(Compare(file, File.ReadAllBytes(file)), 5, 1000);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_member_of_mingw_s_libraries_is_read_as_llvm_readobj_reads_it(string path, int least)
    {
        if (!File.Exists(path))
        {
            Needed.Missing($"{path} is not installed (Debian packages gcc-mingw-w64-x86-64 and g++-mingw-w64-x86-64)");
        }

        Archive archive = ArchiveReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
        string[] theirs = Sections(path).Split("\nFile: ");
        int read = 0;
        for (int i = 0; i < archive.Members.Length; i++)
        {
            if (!archive.IsMetadata(i))
            {
                Compare(ObjectReader.Read(archive.BytesOf(i), archive.NameOf(i), includeUnloaded: true), theirs[++read]);
            }
        }

        Assert.Equal(theirs.Length - 1, read);
        Assert.True(read >= least, $"{read} members");
    }

    private static int Compare(string path, byte[] file) =>
        Compare(ObjectReader.Read(file, Path.GetFileName(path), includeUnloaded: true), Sections(path));

    /// <returns>How many relocations were compared.</returns>
    private static int Compare(LinkGraph graph, string theirs)
    {
        int section = 0, symbol = 0, relocation = 0;
        foreach ((string kind, Dictionary<string, string> fields) in BlocksOf(theirs))
        {
            if (kind == "Section")
            {
                ref readonly Section ours = ref graph.Sections[++section];
                string where = $"{graph.FileName} section {section}";
                Assert.Equal((where, Word(fields["Name"])), (where, graph.NameOf(ours)));
                Assert.Equal((where, Number(fields["RawDataSize"])), (where, ours.Size));
                Assert.Equal((where, Number(fields["Characteristics"])), (where, ours.FormatFlags));
                Assert.Equal((where, ours.Content.Size == 0 ? 0 : Number(fields["PointerToRawData"])), (where, ours.Content.Size == 0 ? 0 : ours.Content.Offset));
                Assert.Equal((where, Number(fields["RelocationCount"])), (where, (ulong)ours.RelocationCount));
            }
            else
            {
                // Auxiliary records are symbols of ours without a name.
                ref readonly Symbol ours = ref graph.Symbols[++symbol];
                string where = $"{graph.FileName} symbol {symbol}";
                Assert.Equal((where, fields["Name"]), (where, graph.NameOf(ours)));
                long number = long.Parse(Parenthesis().Match(fields["Section"]).Groups[1].Value, CultureInfo.InvariantCulture);
                Assert.Equal((where, number switch { > 0 => SymbolPlace.Section, < 0 => SymbolPlace.Absolute, _ => ours.Place }), (where, ours.Place));
                Assert.Equal((where, number > 0 ? (uint)number : ours.Section.Index), (where, ours.Section.Index));
                Assert.Equal((where, number != 0 ? Number(fields["Value"]) : ours.Value), (where, ours.Value));
                symbol += int.Parse(fields["AuxSymbolCount"], CultureInfo.InvariantCulture);
            }
        }

        int current = 0, at = 0;
        foreach (Match line in RelocationLine().Matches(theirs))
        {
            if (line.Groups[1].Success)
            {
                (current, at) = (int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture), 0);
                continue;
            }

            Relocation ours = graph.RelocationsOf(new SectionId((uint)current))[at++];
            Assert.Equal(
                (graph.FileName, current, Number(line.Groups[2].Value), line.Groups[3].Value, uint.Parse(line.Groups[4].Value, CultureInfo.InvariantCulture) + 1),
                (graph.FileName, current, ours.Offset, graph.TypeNameOf(ours), ours.Target.Index));
            relocation++;
        }

        // A member of an import library has no such tables of its own.
        Assert.Equal(section == 0 ? 0 : graph.Relocations.Length, relocation);
        return relocation;
    }

    [GeneratedRegex(@"\((-?\d+)\)$")]
    private static partial Regex Parenthesis();

    [GeneratedRegex(@"^  Section \((\d+)\) .*$|^    (0x[0-9A-F]+) (IMAGE_REL_\S+) .* \((\d+)\)$", RegexOptions.Multiline)]
    private static partial Regex RelocationLine();
}
