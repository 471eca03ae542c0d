using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Every checked-in object that answers, linked and called in every way of writing memory and far away from the host's libraries.</summary>
public sealed class FixtureTests
{
    /// <summary>Beyond the reach of a 32-bit displacement from every library of the process.</summary>
    private static readonly Placement FarAway = Placement.Near(0x1000_0000_0000, 1UL << 34);

    // Halves of one link stand together; objects without an answer of their own are looked at by the tests named here.
    private static readonly string[][] Together =
    [
        ["catcher.o", "thrower.o"], ["catcher_bti.o", "thrower_bti.o"], ["catcher_nopic.o", "thrower_nopic.o"], ["comdat_a.o", "comdat_b.o"], ["common_a.o", "common_b.o"], ["cycle_a.o", "cycle_b.o"],
        ["group_name_a.o", "group_name_b.o"], ["lazy_callers.o", "lazy_callees.o"], ["linkonce_a.o", "linkonce_b.o"], ["locals_a.o", "locals_b.o"], ["start_stop_a.o", "start_stop_b.o"],
        ["visibility_a.o", "visibility_b.o"], ["member_answer.o", "member_helper.o"],
    ];

    private static readonly string[] WithoutAnswer =
    [
        "add.o", "address_table.o", "big_endian.o", "bitcode.o", "calls_host.o", "check_examples.o", "crel_sections.o", "dead_code.o", "duplicate_b.o", "elf32.o", "executable", "hello.o",
        "hidden_variable.o", "inline_cache_site.o", "inline_cache_stub.o", "lazy_backtrace.o", "lazy_registers.o", "locals_wanted.o", "member_helper_twin.o", "member_unused.o", "no_sections.o",
        "patchpoints.o", "patchpoints_shared.o", "riscv64.o", "shared.so", "stackmaps.o", "statepoints.o", "stub_and_data.o", "stub_and_data_pic.o", "tls_user_gd.o", "tls_user_ie.o",
        "undefined_many.o", "weak_defined.o", "weak_strong.o",
    ];

    // Of the rules' tests, and of samples.
    private static readonly string[] Foreign = ["edge_", "plugin_", "query_"];

    private static readonly Dictionary<string, int> OtherAnswers = new() { ["errno_host.o"] = 9 };

    /// <summary>One row an answer: the objects of the link.</summary>
    public static TheoryData<string> Answering()
    {
        var rows = new TheoryData<string>();
        var later = Together.SelectMany(t => t).ToHashSet();
        foreach (string name in Fixtures.All)
        {
            if (Together.FirstOrDefault(t => t[0] == name) is { } objects)
            {
                rows.Add(string.Join(' ', objects));
            }
            else if (name.EndsWith(".o", StringComparison.Ordinal) && !later.Contains(name) && !WithoutAnswer.Contains(name) && !name.StartsWith("refused_", StringComparison.Ordinal) && !Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                rows.Add(name);
            }
        }

        return rows;
    }

    public static TheoryData<string> Archives() => [.. Fixtures.Named("", ".a").Concat(Fixtures.Named("", ".rlib")).Where(a => a != "empty.a")];

    public static TheoryData<string> Refused() => [.. Fixtures.Named("refused_")];

    [Fact]
    public void Every_fixture_is_in_a_row() => Assert.Equal(
        Fixtures.All,
        Answering().SelectMany(r => r.Data.Split(' ')).Concat(Archives().Select(r => r.Data)).Concat(Refused().Select(r => r.Data)).Concat(WithoutAnswer.Where(Fixtures.All.Contains)).Concat(Foreign.SelectMany(prefix => Fixtures.Named(prefix))).Append("empty.a").Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Answering))]
    public void Answers_with_memory_mapped_twice(string objects) => Check(objects, WriteMode.DualMapping);

    [Theory]
    [MemberData(nameof(Answering))]
    public void Answers_with_memory_written_then_executed(string objects) => Check(objects, WriteMode.WriteThenExecute);

    [Theory]
    [MemberData(nameof(Answering))]
    public void Answers_with_memory_of_every_access(string objects) => Check(objects, WriteMode.ReadWriteExecute);

    [Theory]
    [MemberData(nameof(Answering))]
    public void Answers_far_away_from_the_host(string objects) => Check(objects, WriteMode.Auto, FarAway);

    [Theory]
    [MemberData(nameof(Archives))]
    public void Answers_out_of_an_archive(string name)
    {
        using var linker = new RuntimeLinker();
        linker.Scopes.Insert(2, new ArchiveResolver(Fixtures.ReadArchive(name)));
        using LoadedImage image = linker.Link(new ObjectWriter().Code("ask").JumpsTo("answer").Read());
        Assert.Equal(42, image.Call("ask"));
        Assert.DoesNotContain("unused", image.ExportedNames);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused_by_type_and_reason(string name)
    {
        using var memory = new SpyMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(name)).Failures);
        string type = name["refused_".Length..^2].ToUpperInvariant();
        Assert.Contains(type.StartsWith("UNKNOWN_", StringComparison.Ordinal) ? type["UNKNOWN_".Length..] : Fixtures.TypePrefix + type, failure.TypeName, StringComparison.Ordinal);
        Assert.Equal((name, ".data", 0UL, "value"), (failure.FileName, failure.Section, failure.Offset, failure.Symbol));
        Assert.NotEmpty(failure.Problem);
        Assert.Contains(failure.Problem, failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, memory.Live);
    }

    private static void Check(string objects, WriteMode mode, Placement? instead = null)
    {
        using var memory = new SpyMemory(mode, instead);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        string[] names = objects.Split(' ');

        // Some of the answers are hidden: only an object of the same link can ask.
        LinkGraph asks = new ObjectWriter().Code("ask").JumpsTo("answer").Read();
        using (LoadedImage image = linker.Link([.. Fixtures.ReadAll(names), asks]))
        {
            Assert.Equal(OtherAnswers.GetValueOrDefault(names[0], 42), image.Call("ask"));
        }

        Assert.Equal(0, memory.Live);
    }
}
