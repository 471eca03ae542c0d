using System.Diagnostics;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>COFF byte for byte against lld, at the addresses that lld has chosen.</summary>
public sealed class RuntimeLinkerCoffDifferentialTests
{
    private const ulong Low = 0x1000_0000, High = 0x1_4000_0000;

    // lld refuses the type without a meaning, and mixes what stands in the place into the distance of a branch of ARM64: nobody writes either. By type: what stands before the field, in the field, and behind it.
    private static readonly (ushort Type, string Before, string[] Fields, string After)[] X64 =
    [
        (1, "", ["0000000000000000", "1122334455000000", "FFFFFFFFFFFFFFFF"], ""),
        (2, "", ["00000000", "04000000", "FCFFFFFF"], ""),
        (3, "", ["00000000", "04000000", "FCFFFFFF"], ""),
        (4, "E8", ["00000000", "01000000", "FCFFFFFF"], ""),
        (4, "0F85", ["00000000", "10000000"], ""),
        (4, "488D05", ["00000000", "04000000", "FCFFFFFF"], ""),
        (5, "803D", ["00000000", "04000000", "FCFFFFFF"], "01"),
        (6, "66813D", ["00000000", "04000000", "FCFFFFFF"], "0102"),
        (7, "", ["00000000", "04000000", "FCFFFFFF"], "010203"),
        (8, "813D", ["00000000", "04000000", "FCFFFFFF"], "01020304"),
        (9, "", ["00000000", "04000000", "FCFFFFFF"], "0102030405"),
        (10, "", ["0000", "0500"], ""),
        (11, "", ["00000000", "04000000"], ""),
    ];

    private static readonly (ushort Type, string[] Instructions)[] Arm64 =
    [
        (1, ["00000000", "04000000", "FCFFFFFF"]),
        (2, ["00000000", "04000000", "FCFFFFFF"]),
        (3, ["00000094", "00000014"]), // bl, b
        (4, ["00000090", "00000090", "000000B0", "E0FFFFF0"]), // adrp
        (5, ["00000010", "20000010", "00000030", "E0FFFF70"]), // adr
        (6, ["00000091", "00040091", "00FC3F91", "00000011"]), // add
        (7, ["00004039", "00044039", "00FC7F39"]), // ldrb
        (7, ["00004079", "00044079"]), // ldrh
        (7, ["000040B9", "000440B9"]), // ldr w
        (7, ["000040F9", "000440F9", "000000F9", "00FC41F9"]), // ldr x, str x
        (7, ["0000C03D", "0004C03D", "0000803D"]), // ldr q, str q
        (7, ["000040BD", "000040FD", "0000403D", "0000407D"]), // ldr s, d, b, h
        (8, ["00000000", "04000000"]),
        (9, ["00000091", "00040091"]),
        (10, ["00004091", "00044091", "00FC7F91"]),
        (11, ["00004039", "00044039", "000040F9", "0000C03D", "000040B9"]),
        (13, ["00000000", "05000000"]),
        (14, ["0000000000000000", "1122334455000000", "FFFFFFFFFFFFFFFF"]),
        (15, ["00000054", "000000B4"]), // b.eq, cbz
        (16, ["00000036", "000000B7"]), // tbz, tbnz
        (17, ["00000000", "04000000", "FCFFFFFF"]),
    ];

    public static TheoryData<ushort, int, ulong> Rows()
    {
        var rows = new TheoryData<ushort, int, ulong>();
        foreach (ulong imageBase in (ulong[])[Low, High])
        {
            // 32 bits hold addresses of images that lie low.
            foreach (int i in Enumerable.Range(0, X64.Length).Where(i => imageBase == Low || X64[i].Type != 2))
            {
                rows.Add(CoffBuilder.X64, i, imageBase);
            }

            foreach (int i in Enumerable.Range(0, Arm64.Length).Where(i => imageBase == Low || Arm64[i].Type != 1))
            {
                rows.Add(CoffBuilder.Arm64, i, imageBase);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_relocation_type_gives_the_other_linker_s_bytes(ushort machine, int row, ulong imageBase)
    {
        (ushort type, string before, string[] fields, string after) = machine == CoffBuilder.X64 ? X64[row] : (Arm64[row].Type, "", Arm64[row].Instructions, "");
        var coff = new CoffBuilder { Machine = machine };
        CoffBuilder.SectionRow code = coff.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16)).Named("first");
        CoffBuilder.SectionRow data = coff.Section(".zdata", CoffBuilder.Data | CoffBuilder.Align(16), [.. Enumerable.Range(0, 0x1_3000).Select(i => (byte)(i * 7))]);
        data.Named("near", 0x20).Named("far", 0x1_2340).Named("local", 0x130, CoffBuilder.Static);
        coff.Definition(data);
        bool isNear = machine == CoffBuilder.Arm64 && type == 16;
        foreach (string target in (string[])(isNear ? ["near", "local", "first"] : ["near", "far", "local", "first", ".zdata"]))
        {
            foreach (string field in fields)
            {
                code.Data = [.. code.Data, .. Convert.FromHexString(before)];
                code.Relocate((uint)code.Data.Length, type, target);
                code.Data = [.. code.Data, .. Convert.FromHexString(field), .. Convert.FromHexString(after)];
            }
        }

        Assert.Equal((code.Data.Length + data.Data.Length, ""), CoffComparison.Compare(coff.Build(), imageBase));
    }

    [Fact]
    public void Every_relocation_type_that_is_supported_is_compared()
    {
        Assert.Equal(Enumerable.Range(1, 11), X64.Select(r => (int)r.Type).Distinct().Order());
        Assert.Equal(Enumerable.Range(1, 17).Where(t => t != 12), Arm64.Select(r => (int)r.Type).Distinct().Order());
    }

    private const string Source =
        """
        struct pair { long long a; double b; char c[40]; };
        int _fltused;
        static struct pair pairs[50] = { { 1, 2.5, "three" }, { 4, 5.5, "six" } };
        const char *const words[] = { "a", "bc", "def" };
        static double half(double x) { return x / 2; }
        double (*functions[])(double) = { half, half };
        int zeroes[1000];
        __attribute__((noinline)) static long long sum(struct pair *p, int n) { long long s = 0; for (int i = 0; i < n; i++) s += p[i].a + p[i].c[3] + (long long)(p[i].b * 1.25); return s; }
        int select(int x) { switch (x) { case 0: return 7; case 1: return zeroes[3]; case 2: return 9; case 3: return (int)sum(pairs, 50); case 4: return words[1][0]; case 5: return 12; } return (int)functions[x & 1](x); }
        long long *where(int i) { return &pairs[i].a; }
        void write(int i, unsigned char v) { pairs[i].c[1] = v; pairs[i].b = v; zeroes[i] = v; pairs[3].c[2] = v; }
        """;

    private const string ThreadSource =
        """
        #ifdef __clang__
        #define THREAD __declspec(thread)
        #else
        #define THREAD __thread
        /* What this compiler has in its own library. */
        void *__emutls_get_address(void *variable) { return variable; }
        #endif
        int _fltused;
        unsigned _tls_index;
        THREAD int counter = 42;
        THREAD char buffer[5000] = { 1 };
        static THREAD long long wide[4] = { 1, 2, 3, 4 };
        THREAD double zero;
        static THREAD unsigned char last = 7;
        static THREAD short half[3] = { 1, 2, 3 };
        THREAD int *pointer = 0;
        int *where(void) { return &counter; }
        int next(void) { return ++counter + last++; }
        long long at(int i) { return wide[i] + wide[3] + buffer[4999] + buffer[i] + half[2]; }
        double more(void) { return zero += 1.5; }
        void keep(int i) { pointer = &counter; half[i & 1] = 4; }
        """;

    public static TheoryData<string, string> Compiled => new()
    {
        { "clang-22", "--target=x86_64-pc-windows-msvc -O2" },
        { "clang-22", "--target=x86_64-pc-windows-msvc -O0" },
        { "clang-22", "--target=x86_64-pc-windows-msvc -O2 -ffunction-sections -fdata-sections -mcmodel=large" },
        { "clang-22", "--target=x86_64-w64-mingw32 -O2" },
        { "x86_64-w64-mingw32-gcc", "-O2" },
        { "x86_64-w64-mingw32-gcc", "-O0" },
        { "clang-22", "--target=aarch64-pc-windows-msvc -O2" },
        { "clang-22", "--target=aarch64-pc-windows-msvc -O0" },
        { "clang-22", "--target=aarch64-pc-windows-msvc -Os -ffunction-sections -fdata-sections" },
        { "clang-22", "--target=aarch64-w64-mingw32 -O2" },
    };

    [Theory]
    [MemberData(nameof(Compiled))]
    public void What_a_compiler_writes_gives_the_other_linker_s_bytes(string compiler, string options) => CompareCompiled(compiler, options, Source, 3000);

    [Theory]
    [MemberData(nameof(Compiled))]
    public void Code_of_thread_local_variables_gives_the_other_linker_s_bytes(string compiler, string options) => CompareCompiled(compiler, options, ThreadSource, 5200);

    [Theory]
    [InlineData(CoffBuilder.X64, 11)]
    [InlineData(CoffBuilder.Arm64, 8)]
    public void An_offset_less_something_is_the_other_linker_s_down_to_the_start_of_the_section_and_refused_below(ushort machine, ushort type)
    {
        Assert.Equal((20, ""), CoffComparison.Compare(At(-0x10).Build(), Low));
        Assert.Equal((20, ""), CoffComparison.Compare(At(-1).Build(), High));

        // The other linker counts on from 2^32.
        Assert.Contains("X = −0x1 does not fit", Assert.Throws<RelocationException>(() => CoffComparison.Compare(At(-0x11).Build(), Low)).Message, StringComparison.Ordinal);

        CoffBuilder At(int addend)
        {
            var coff = new CoffBuilder { Machine = machine };
            coff.Section(".rdata", CoffBuilder.Constants | CoffBuilder.Align(4), BitConverter.GetBytes(addend)).Relocate(0, type, "target");
            coff.Section(".zdata", CoffBuilder.Data | CoffBuilder.Align(16), new byte[16]).Named("target", 0x10);
            return coff;
        }
    }

    private static void CompareCompiled(string compiler, string options, string text, int least)
    {
        ReferenceLinker.Require(compiler);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linker-differential");
        try
        {
            string source = Path.Combine(folder.FullName, "in.c"), file = Path.Combine(folder.FullName, "in.obj");
            File.WriteAllText(source, text);
            using (Process process = Process.Start(compiler, [.. options.Split(' '), "-w", "-c", source, "-o", file]))
            {
                process.WaitForExit();
                Assert.Equal(0, process.ExitCode);
            }

            foreach (ulong imageBase in (ulong[])[Low, High])
            {
                (int count, string error) = CoffComparison.Compare(File.ReadAllBytes(file), imageBase);
                Assert.Equal("", error);
                Assert.True(count > least, $"{count}");
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
