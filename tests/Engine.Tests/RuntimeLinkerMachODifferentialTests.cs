using System.Diagnostics;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Mach-O byte for byte against lld, at the addresses that lld has chosen.</summary>
public sealed class RuntimeLinkerMachODifferentialTests
{
    private const ulong Low = 0x1000_0000, High = 0x1_4000_0000;
    private const byte Subtractor = 5, Arm64Subtractor = 1, Addend = 10;

    /// <summary>What a row's relocations refer to.</summary>
    [Flags]
    private enum To
    {
        Own = 1,         // symbols of the object
        Library = 2,     // symbols of a library, which nothing can be relaxed for
        Sections = 4,    // places that only their section names
        Variable = 8,    // a thread-local variable of a library
    }

    // By type: bytes of the field as a power of two, what stands before it, addends, what stands behind it, and how far behind the place the value counts from.
    private static readonly (byte Type, int Length, bool IsRelative, string Before, long[] Addends, string After, int Behind, To To)[] X64 =
    [
        (0, 3, false, "", [0, 4, -4, 0x11_2233_4455], "", 0, To.Own | To.Library | To.Sections),
        (0, 2, false, "", [0, 4, -4], "", 0, To.Own | To.Sections),
        (1, 2, true, "488D05", [0, 4, -4, 1], "", 4, To.Own | To.Sections),
        (2, 2, true, "E8", [0, 1, -4], "", 4, To.Own | To.Sections),
        (2, 2, true, "E9", [0], "", 4, To.Library),
        (2, 2, true, "0F85", [0], "", 4, To.Own | To.Library),
        (3, 2, true, "488B05", [0], "", 4, To.Library),
        (3, 2, true, "488B35", [0], "", 4, To.Library),
        (4, 2, true, "FF15", [0], "", 4, To.Library | To.Own),
        (4, 2, true, "483B05", [0], "", 4, To.Library),
        (4, 2, true, "", [0, 4], "", 4, To.Library | To.Own),
        (6, 2, true, "803D", [-1, 0, 4, -5], "01", 5, To.Own | To.Sections),
        (7, 2, true, "66813D", [-2, 0, 4, -5], "0102", 6, To.Own | To.Sections),
        (8, 2, true, "813D", [-4, 0, 4, -5], "01020304", 8, To.Own | To.Sections),
        (9, 2, true, "488B3D", [0], "", 4, To.Variable),
    ];

    private static readonly (byte Type, int Length, bool IsRelative, string[] Instructions, int[] Addends, To To)[] Arm64 =
    [
        (0, 3, false, ["0000000000000000", "1122334455000000", "FCFFFFFFFFFFFFFF"], [0], To.Own | To.Library),
        (0, 3, false, ["0000000000000000"], [0, 0x10], To.Sections),
        (0, 2, false, ["00000000", "04000000", "FCFFFFFF"], [0], To.Own),
        (0, 2, false, ["00000000"], [0, 0x10], To.Sections),
        (2, 2, true, ["00000094", "00000014"], [0, 4, -8, 0x1000], To.Own), // bl, b
        (2, 2, true, ["00000094", "00000014"], [0], To.Library),
        (3, 2, true, ["00000090", "1F000090"], [0, 1, 0x1234, -0x1234], To.Own), // adrp
        (4, 2, false, ["00000091", "FF030091", "00000011"], [0, 1, 0x1234, -0x1234], To.Own), // add
        (4, 2, false, ["00004039", "00000039"], [0, 1, 0x1234, -0x1234], To.Own), // ldrb, strb
        (4, 2, false, ["00004079"], [0, 2, 0x1234], To.Own), // ldrh
        (4, 2, false, ["000040B9", "0000403D", "0000407D"], [0, 4, -8], To.Own), // ldr w; ldr b, h
        (4, 2, false, ["000040F9", "000000F9", "000040BD", "000040FD"], [0, 8, -16], To.Own), // ldr x, str x; ldr s, d
        (4, 2, false, ["0000C03D", "0000803D"], [0, 16, -32], To.Own), // ldr q, str q
        (5, 2, true, ["00000090"], [0], To.Library),
        (6, 2, false, ["000040F9", "290140F9"], [0], To.Library),
        (7, 2, true, ["00000000", "ECFFFFFF"], [0], To.Library | To.Own), // what stands there is no addend
        (8, 2, true, ["00000090"], [0], To.Variable),
        (9, 2, false, ["000040F9"], [0], To.Variable),
    ];

    public static TheoryData<uint, int, ulong> Rows()
    {
        var rows = new TheoryData<uint, int, ulong>();
        foreach (ulong imageBase in (ulong[])[Low, High])
        {
            // 32 bits hold addresses of images that lie low.
            foreach (int i in Enumerable.Range(0, X64.Length).Where(i => imageBase == Low || X64[i].Type != 0 || X64[i].Length == 3))
            {
                rows.Add(MachOBuilder.X64, i, imageBase);
            }

            foreach (int i in Enumerable.Range(0, Arm64.Length).Where(i => imageBase == Low || Arm64[i].Type != 0 || Arm64[i].Length == 3))
            {
                rows.Add(MachOBuilder.Arm64, i, imageBase);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_relocation_type_gives_the_other_linker_s_bytes(uint cpu, int row, ulong imageBase)
    {
        bool isX64 = cpu == MachOBuilder.X64;
        To to = isX64 ? X64[row].To : Arm64[row].To;
        var builder = new MachOBuilder { Cpu = cpu };
        List<(string Bytes, int Field, int Target, long Addend, bool IsSection)> places = [];
        foreach (bool isSection in (bool[])[false, true])
        {
            foreach (int target in isSection ? ((to & To.Sections) != 0 ? [1, 2] : []) : Enumerable.Range(0, 6).Where(t => (to & (t < 4 ? To.Own : t == 4 ? To.Library : To.Variable)) != 0))
            {
                if (isX64)
                {
                    places.AddRange(X64[row].Addends.Select(a => (X64[row].Before + new string('0', 2 << X64[row].Length) + X64[row].After, X64[row].Before.Length / 2, target, a, isSection)));
                }
                else
                {
                    places.AddRange(Arm64[row].Instructions.SelectMany(i => Arm64[row].Addends.Select(a => (i, 0, target, (long)a, isSection))));
                }
            }
        }

        MachOBuilder.SectionRow code = builder.Text(Convert.FromHexString(string.Concat(places.Select(p => p.Bytes))));
        code.Alignment = 4;
        byte[] data = [.. Enumerable.Range(0, 0x1_3000).Select(i => (byte)(i * 7))];
        MachOBuilder.SectionRow values = builder.Section("__DATA", "__zdata", 0, data);
        values.Alignment = 4;

        // Symbols 0 to 5; addresses of the file count from its first section.
        builder.Global("_near", values, 0x20);
        builder.Global("_far", values, 0x1_2340);
        builder.Symbol("_local", MachOBuilder.InSection, values.Number, builder.AddressOf(values) + 0x130);
        builder.Global("_first", code);
        builder.Undefined("_of_a_library");
        builder.Undefined("_variable_of_a_library");
        int at = 0;
        foreach ((string bytes, int field, int target, long addend, bool isSection) in places)
        {
            int place = at + field;
            if (isX64)
            {
                long counted = isSection ? addend + (target == 2 ? (long)builder.AddressOf(values) + 0x40 : 0) - (X64[row].IsRelative ? place + X64[row].Behind : 0) : addend;
                BitConverter.GetBytes(counted).AsSpan(0, 1 << X64[row].Length).CopyTo(code.Content.AsSpan(place));
                _ = isSection ? code.RelocateSection(place, X64[row].Type, target, X64[row].IsRelative, X64[row].Length) : code.Relocate(place, X64[row].Type, target, X64[row].IsRelative, X64[row].Length);
            }
            else if (isSection)
            {
                BitConverter.GetBytes(addend + (target == 2 ? (long)builder.AddressOf(values) + 0x40 : 0)).AsSpan(0, 1 << Arm64[row].Length).CopyTo(code.Content.AsSpan(place));
                code.RelocateSection(place, Arm64[row].Type, target, false, Arm64[row].Length);
            }
            else
            {
                _ = addend != 0 ? code.RelocateSection(place, Addend, (int)addend) : code;
                code.Relocate(place, Arm64[row].Type, target, Arm64[row].IsRelative, Arm64[row].Length);
            }

            at += bytes.Length / 2;
        }

        Assert.Equal((code.Content.Length + data.Length, 0, 0, ""), MachOComparison.Compare(builder.Build(), imageBase));
    }

    [Theory]
    [InlineData(MachOBuilder.X64, Subtractor, Low)]
    [InlineData(MachOBuilder.X64, Subtractor, High)]
    [InlineData(MachOBuilder.Arm64, Arm64Subtractor, Low)]
    [InlineData(MachOBuilder.Arm64, Arm64Subtractor, High)]
    public void Differences_of_every_shape_give_the_other_linker_s_bytes(uint cpu, byte type, ulong imageBase)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow code = builder.Text(new byte[0x40]);
        MachOBuilder.SectionRow table = builder.Data(new byte[8 * 2 * 3 * 3 * 4 * 2]);
        MachOBuilder.SectionRow others = builder.Section("__DATA", "__zdata", 0, new byte[0x200]);
        int[] symbols = [builder.Global("_code", code, 0x10), builder.Global("_here", table, 0x18), builder.Global("_there", others, 0x38), builder.Symbol("_local", MachOBuilder.InSection, others.Number, builder.AddressOf(others) + 0x100)];
        int at = 0;
        foreach (int length in (int[])[3, 2])
        {
            foreach (long addend in (long[])[0, 0x14, -0x24])
            {
                // The first is a place that only its section names: of the second operand lld takes symbols alone.
                foreach (int minuend in Enumerable.Range(-1, 5))
                {
                    foreach (int subtrahend in Enumerable.Range(0, 4))
                    {
                        table.Relocate(at, type, symbols[subtrahend], length: length);
                        _ = minuend < 0 ? table.RelocateSection(at, 0, others.Number, length: length) : table.Relocate(at, 0, symbols[minuend], length: length);
                        long value = addend + (minuend < 0 ? (long)builder.AddressOf(others) + 8 : 0);
                        BitConverter.GetBytes(value).AsSpan(0, 1 << length).CopyTo(table.Content.AsSpan(at));
                        at += 1 << length;
                    }
                }
            }
        }

        Assert.Equal((code.Content.Length + table.Content.Length + others.Content.Length, 0, 0, ""), MachOComparison.Compare(builder.Build(), imageBase));
    }

    [Fact]
    public void Every_relocation_type_that_is_supported_is_compared()
    {
        // Differences and the addends of others have no rows of their own.
        Assert.Equal(Enumerable.Range(0, 10), X64.Select(r => (int)r.Type).Append(Subtractor).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 11), Arm64.Select(r => (int)r.Type).Append(Arm64Subtractor).Append(Addend).Distinct().Order());
    }

    private const string Source =
        """
        struct pair { long long a; double b; char c[40]; };
        extern int of_a_library; int function_of_a_library(int);
        static struct pair pairs[50] = { { 1, 2.5, "three" }, { 4, 5.5, "six" } };
        const char *const words[] = { "a", "bc", "def" };
        static double half(double x) { return x / 2; }
        double (*functions[])(double) = { half, half };
        int zeroes[1000];
        int *pointers[] = { &zeroes[3], &of_a_library, (int *)function_of_a_library };
        __attribute__((noinline)) static long long sum(struct pair *p, int n) { long long s = 0; for (int i = 0; i < n; i++) s += p[i].a + p[i].c[3] + (long long)(p[i].b * 1.25); return s; }
        int choose(int x) { switch (x) { case 0: return 7; case 1: return zeroes[3]; case 2: return function_of_a_library(x); case 3: return (int)sum(pairs, 50); case 4: return words[1][0]; case 5: return of_a_library; } return (int)functions[x & 1](x); }
        int jump(int x, int y) { switch (x) { case 0: y = function_of_a_library(y); break; case 1: y *= 3; break; case 2: y = zeroes[y]; break; case 3: y ^= 77; break; case 4: y = -y; break; case 5: y = function_of_a_library(2); break; case 6: y >>= 2; } return y; }
        long long *where(int i) { return &pairs[i].a; }
        void write(int i, unsigned char v) { pairs[i].c[1] = v; pairs[i].b = v; zeroes[i] = v; zeroes[7] = 4000; pairs[3].c[2] = v; }
        """;

    private const string ThreadSource =
        """
        extern __thread int of_a_library;
        __thread int counter = 42;
        __thread char buffer[5000] = { 1 };
        static __thread long long wide[4] = { 1, 2, 3, 4 };
        __thread double zero;
        static __thread unsigned char last = 7;
        static __thread short half[3] = { 1, 2, 3 };
        __thread int *pointer = 0;
        int *where(void) { return &counter; }
        int next(void) { return ++counter + last++ + of_a_library; }
        long long at(int i) { return wide[i] + wide[3] + buffer[4999] + buffer[i] + half[2]; }
        double more(void) { return zero += 1.5; }
        void keep(int i) { pointer = &counter; half[i & 1] = 4; }
        """;

    // No compact unwind information describes the register, so that records are written on arm64 too.
    private const string ThrowingSource =
        """
        struct failure { virtual ~failure() {} virtual int code() const { return 3; } int number; };
        struct worse : failure { int code() const override { return 4; } };
        struct guard { int *counter; ~guard() { ++*counter; } };
        int counter; int elsewhere(int);
        template <class T> struct box { static int made; T value; box(T v) : value(v) { made++; } };
        template <class T> int box<T>::made = 3;
        inline int shared(int x) { static int calls = elsewhere(x); return calls + x; }
        int attempt(int x) { guard g{&counter}; try { if (x > elsewhere(x)) throw worse(); return box<int>(x).value + box<char>('a').value; } catch (const failure &f) { return f.code() + box<int>::made; } catch (int i) { return i; } }
        int both(int x) { asm volatile(".cfi_undefined 10"); return shared(x) + attempt(x); }
        struct first { first() { counter = elsewhere(1); } ~first(); } instance;
        first::~first() { counter = 0; }
        """;

    public static TheoryData<string> Options =>
    [
        "x86_64 -O0", "x86_64 -O2", "x86_64 -Os -g", "x86_64 -O1 -mcmodel=large", "x86_64 -O2 -fno-pic",
        "arm64 -O0", "arm64 -O2", "arm64 -Os -g", "arm64 -O2 -fno-jump-tables",
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void What_a_compiler_writes_gives_the_other_linker_s_bytes(string options) => CompareCompiled(options, "c", Source, 3000, 0);

    [Theory]
    [MemberData(nameof(Options))]
    public void Code_of_thread_local_variables_gives_the_other_linker_s_bytes(string options) => CompareCompiled(options, "c", ThreadSource, 5200, 0);

    [Theory]
    [MemberData(nameof(Options))]
    public void Code_that_throws_and_its_call_frame_records_give_the_other_linker_s_bytes(string options) => CompareCompiled(options, "cc", ThrowingSource, 600, 384);

    private static void CompareCompiled(string options, string extension, string text, int least, int leastFrames)
    {
        ReferenceLinker.Require("clang-22");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linker-differential");
        try
        {
            string source = Path.Combine(folder.FullName, "in." + extension), file = Path.Combine(folder.FullName, "in.o");
            File.WriteAllText(source, text);
            string[] words = options.Split(' ');
            using (Process process = Process.Start("clang-22", [$"--target={words[0]}-apple-macos11", .. words[1..], "-fexceptions", "-femit-dwarf-unwind=always", "-w", "-c", source, "-o", file]))
            {
                process.WaitForExit();
                Assert.Equal(0, process.ExitCode);
            }

            foreach (ulong imageBase in (ulong[])[Low, High])
            {
                (int count, int frames, _, string error) = MachOComparison.Compare(File.ReadAllBytes(file), imageBase);
                Assert.Equal("", error);
                Assert.True(count > least && frames >= leastFrames, $"{count}, {frames}");
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
