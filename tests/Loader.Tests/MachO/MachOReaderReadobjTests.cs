using System.Text.RegularExpressions;
using static Linker.Loader.Tests.Readobj;

namespace Linker.Loader.Tests;

/// <summary>An independent reader of what compilers write: <c>llvm-readobj</c>.</summary>
[Trait("System", "linux")] // The tools run on the building machine.
public partial class MachOReaderReadobjTests
{
    private const string C =
        """
        extern int outside(int); _Thread_local int t = 5; static int zero[100]; int common; extern _Thread_local int far;
        __attribute__((weak)) int weak(void) { return 1; }
        __attribute__((weak_import)) extern int null(void);
        __attribute__((visibility("hidden"))) int hidden = 3;
        const char *text = "text"; double d = 1.5; void *pointers[] = { &zero[3], &common, &text };
        int f(int x) { static int s; s += x; t++; zero[x] = common; switch (x) { case 0: return 4; case 1: return outside(2); case 2: return d; case 3: return hidden; case 4: return far; } return outside(s) + (null ? null() : 0); }
        double g(double x) { return x * 1.25 + d; }
        __attribute__((constructor)) static void before(void) { common = 7; }
        """;

    private const string Cpp =
        """
        struct A { virtual ~A(); virtual int f(); int x; }; struct B : A { int f() override { return x; } };
        inline int counter() { static int n; return ++n; }
        template <class T> struct V { static T v; T get() { return v + counter(); } }; template <class T> T V<T>::v = 3;
        extern void thrower();
        A *make() { return new B(); }
        int g() { try { thrower(); } catch (int i) { return i; } catch (const A &a) { return a.x; } return V<int>().get() + V<long>().get(); }
        """;

    public static TheoryData<string, string, string> Compilations()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (string machine in (string[])["x86_64", "arm64"])
        {
            foreach (string options in (string[])["-O0 -g", "-O2 -g", "-O2 -femit-dwarf-unwind=always", "-Os -fcommon -ffunction-sections"])
            {
                rows.Add(machine, "c", options);
                rows.Add(machine, "cpp", options);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Compilations))]
    public void What_compilers_write_is_read_as_llvm_readobj_reads_it(string machine, string language, string options)
    {
        string clang = Tool("clang-22", "clang-22"), folder = Directory.CreateTempSubdirectory("linker-macho").FullName;
        try
        {
            string source = Path.Combine(folder, "in." + language), file = Path.Combine(folder, "in.o");
            File.WriteAllText(source, language == "c" ? C : Cpp);
            Run(clang, [$"--target={machine}-apple-macos11", .. options.Split(' '), "-w", "-c", source, "-o", file]);
            Assert.InRange(Compare(ObjectReader.Read(File.ReadAllBytes(file), "in.o", includeUnloaded: true), Sections(file)), 20, 1000);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <returns>How many relocations were compared.</returns>
    private static int Compare(LinkGraph graph, string theirs)
    {
        int section = 0, symbol = 0;
        List<ulong> addresses = [0];
        foreach ((string kind, Dictionary<string, string> fields) in BlocksOf(theirs))
        {
            if (kind == "Section")
            {
                ref readonly Section ours = ref graph.Sections[++section];
                string where = $"section {section}";
                addresses.Add(Number(fields["Address"]));
                Assert.Equal((where, Word(fields["Name"])), (where, graph.NameOf(ours)));
                Assert.Equal((where, Number(fields["Size"]), 1UL << (int)Number(fields["Alignment"])), (where, ours.Size, ours.Alignment));
                Assert.Equal((where, InParentheses(fields["Type"])), (where, ours.FormatType));
                Assert.Equal((where, InParentheses(fields["Attributes"]) << 8), (where, ours.FormatFlags));
                Assert.Equal((where, ours.Content.Size == 0 ? 0 : Number(fields["Offset"])), (where, ours.Content.Size == 0 ? 0 : ours.Content.Offset));
            }
            else
            {
                ref readonly Symbol ours = ref graph.Symbols[++symbol];
                string where = $"symbol {symbol}";
                Assert.Equal((where, Word(fields["Name"])), (where, graph.NameOf(ours)));
                int number = (int)InParentheses(fields["Section"]);
                bool isExternal = fields.ContainsKey("Extern");
                Assert.Equal((where, isExternal), (where, ours.Binding != SymbolBinding.Local));
                Assert.Equal((where, number > 0 ? SymbolPlace.Section : Number(fields["Value"]) != 0 ? SymbolPlace.Common : SymbolPlace.Undefined, (uint)number), (where, ours.Place, ours.Section.Index));
                Assert.Equal((where, Number(fields["Value"]) - addresses[number]), (where, number > 0 ? ours.Value : ours.Size));
            }
        }

        // Behind the file's symbols stands one for each section.
        Assert.Equal(symbol + section + 1, graph.Symbols.Length);
        return Relocations(graph, theirs);
    }

    private static int Relocations(LinkGraph graph, string theirs)
    {
        int count = 0;
        foreach (Match block in RelocationBlock().Matches(theirs))
        {
            uint section = (uint)Enumerable.Range(1, graph.Sections.Length - 1).First(i => graph.NameOf(graph.Sections[i]) == block.Groups[1].Value);
            bool isFrames = graph.Sections[(int)section].Role == SectionRole.Unwind;
            Match[] lines = [.. RelocationLine().Matches(block.Groups[2].Value).Cast<Match>()];
            int at = 0;
            for (int i = 0; i < lines.Length; i++)
            {
                Relocation ours = graph.RelocationsOf(new SectionId(section))[at++];
                string type = lines[i].Groups[2].Value, where = $"{block.Groups[1].Value} {lines[i].Value}";
                Assert.Equal((where, Number(lines[i].Groups[1].Value)), (where, ours.Offset));
                if (type.EndsWith("_ADDEND", StringComparison.Ordinal))
                {
                    type = lines[++i].Groups[2].Value;
                }
                else if (type.EndsWith("_SUBTRACTOR", StringComparison.Ordinal))
                {
                    Assert.True(isFrames || lines[i].Groups[3].Value == NameOf(graph, ours.Subtrahend), where);
                    i++;
                }

                // Records of call frames speak of their own object's sections.
                Assert.Equal((where, type), (where, graph.TypeNameOf(ours)));
                Assert.True(isFrames || lines[i].Groups[3].Value == NameOf(graph, ours.Target), $"{where}: {NameOf(graph, ours.Target)}");
                count++;
            }

            Assert.True(isFrames || at == graph.RelocationsOf(new SectionId(section)).Length, block.Groups[1].Value);
        }

        return count;
    }

    private static string NameOf(LinkGraph graph, SymbolId id) => graph.NameOf(graph.Symbols[(int)id.Index]);

    private static uint InParentheses(string text) => (uint)Number(text[(text.LastIndexOf('(') + 1)..].TrimEnd(')'));

    [GeneratedRegex(@"^  Section (\S+) \{\n(.*?)^  \}$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RelocationBlock();

    [GeneratedRegex(@"^    (0x[0-9A-F]+) \d \d \S+ (\S+) \d (.*)$", RegexOptions.Multiline)]
    private static partial Regex RelocationLine();
}
