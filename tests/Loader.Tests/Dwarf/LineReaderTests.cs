using Linker.Shared;
using static Linker.Loader.Tests.LineTableBuilder;

namespace Linker.Loader.Tests;

/// <summary>Line tables as bytes: what is read, and that nothing but a sound result or the one exception comes of any bytes.</summary>
public class LineReaderTests
{
    private static LineTable Read(byte[] lines, string lineStrings = "", string strings = "") =>
        LineReader.Read(new DebugSections([lines], System.Text.Encoding.UTF8.GetBytes(lineStrings), System.Text.Encoding.UTF8.GetBytes(strings)), "test.o");

    private static List<string> Rows(LineTableBuilder table) => SoundLines.Print(Read(table.Build()));

    private static string Refusal(LineTableBuilder table) => Assert.Throws<ObjectFormatException>(() => Read(table.Build())).Message;

    private static LineTableBuilder Plain(ushort version = 5, bool isWide = false) =>
        new LineTableBuilder { Version = version, IsWide = isWide }.At(0x1000).Code(SetFile, (byte)(version < 5 ? 2 : 1)).Step(0, 5).Code(SetFile, (byte)(version < 5 ? 1 : 0)).Step(4, -2).End(8);

    [Theory]
    [InlineData(2, false, "sub/part.h", "main.c")]
    [InlineData(3, false, "sub/part.h", "main.c")]
    [InlineData(4, false, "sub/part.h", "main.c")]
    [InlineData(5, false, "/project/sub/part.h", "/project/main.c")]
    [InlineData(2, true, "sub/part.h", "main.c")]
    [InlineData(4, true, "sub/part.h", "main.c")]
    [InlineData(5, true, "/project/sub/part.h", "/project/main.c")]
    public void Every_version_is_read_in_both_widths(int version, bool isWide, string first, string second) =>
        Assert.Equal([$"0x1000 {first}:6", $"0x1004 {second}:4", "0x100c end"], Rows(Plain((ushort)version, isWide)));

    [Fact]
    public void Every_opcode_does_what_it_says()
    {
        var table = new LineTableBuilder { InstructionSize = 4 };
        table.At(0x100).Code(Copy)
            .Code(AdvanceAddress, 0x81, 1).Code(AdvanceLine, 9).Code(Copy)
            .Code(AdvanceLine, 0x7c).Code(SetColumn, 7).Code(NegateStatement).Code(BasicBlock).Code(ConstAdvance).Code(Copy)
            .Code(FixedAdvance, 3, 1).Code(PrologueEnd).Code(EpilogueBegin).Code(SetIsa, 0x80, 1).Code(SetFile, 0).Code(Copy)
            .Step(1, 8).End(1);
        Assert.Equal(
            [
                "0x100 /project/sub/part.h:1", "0x304 /project/sub/part.h:10", "0x348 /project/sub/part.h:6", "0x44b /project/main.c:6", "0x44f /project/main.c:14", "0x453 end",
            ],
            Rows(table));
    }

    [Fact]
    public void A_sequence_begins_anew_and_may_lie_before_the_last()
    {
        LineTableBuilder table = Plain().At(0x10).Code(Copy).End(1).At(0x2000).Step(0, 1).Code(AdvanceLine, 1, Copy).End(2);
        Assert.Equal(
            ["0x10 /project/sub/part.h:1", "0x11 end", "0x1000 /project/sub/part.h:6", "0x1004 /project/main.c:4", "0x100c end", "0x2000 /project/sub/part.h:3", "0x2002 end"], Rows(table));
    }

    [Fact]
    public void Several_tables_stand_one_behind_the_other() => Assert.Equal(
        ["0x20 c.c:1", "0x21 end", "0x1000 /project/sub/part.h:6", "0x1004 /project/main.c:4", "0x100c end"],
        SoundLines.Print(Read([.. Plain().Build(), .. new LineTableBuilder { Version = 4, IsWide = true, Files = [("c.c", 0)] }.At(0x20).Code(Copy).End(1).Build()])));

    [Fact]
    public void Opcodes_that_are_not_known_are_passed_by()
    {
        var table = new LineTableBuilder { OperandCounts = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2, 0] };
        Assert.Equal(["0x8 /project/sub/part.h:2", "0x9 end"], Rows(table.At(8).Code(13, 0x80, 1, 3, 14).Extended(0x80, 1, 2, 3).Extended(4, 7).Step(0, 1).End(1)));
    }

    [Fact]
    public void A_file_may_be_defined_by_the_program() => Assert.Equal(
        ["0x8 sub/late.c:1", "0x9 end"], Rows(new LineTableBuilder { Version = 3 }.Extended(3, [.. Text("late.c"), 1, 0, 0]).At(8).Code(SetFile, 3, Copy).End(1)));

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    public void A_number_of_no_file_names_none(int version, byte file) =>
        Assert.Equal(["0x8 :1", "0x9 end"], Rows(new LineTableBuilder { Version = (ushort)version }.At(8).Code(SetFile, file, Copy).End(1)));

    [Fact]
    public void Code_that_was_left_out_has_no_rows() =>
        Assert.Equal(["0x8 /project/sub/part.h:1", "0x9 end"], Rows(new LineTableBuilder().At(ulong.MaxValue).Code(Copy).Step(3, 1).End(4).At(8).Code(Copy).End(1).At(0x10).Code(Copy)));

    [Fact]
    public void Names_are_found_in_every_section_of_strings()
    {
        // Path as line_strp and strp, folder as udata, a digest, blocks of all sorts.
        byte[] entries =
        [
            1, 1, 0x1f, 2, 0, 0, 0, 0, 6, 0, 0, 0,
            8, 1, 0x0e, 2, 0x0f, 5, 0x1e, 3, 0x09, 3, 0x0a, 3, 0x03, 3, 0x04, 4, 0x0d, 1, 4, 0, 0, 0, 1, .. new byte[16], 1, 9, 1, 9, 1, 0, 9, 1, 0, 0, 0, 9, 0x7f,
        ];
        LineTable table = Read(new LineTableBuilder { Entries = entries }.At(8).Code(SetFile, 0, Copy).End(1).Build(), "/base\0in\0", "abc\0name.c\0");
        Assert.Equal(["0x8 /base/in/name.c:1", "0x9 end"], SoundLines.Print(table));
    }

    public static TheoryData<string, string> Refusals() => new()
    {
        { "version 1 is none", Refusal(Plain(1)) },
        { "version 6 is none", Refusal(Plain(6)) },
        { "addresses have 4 bytes", Refusal(new LineTableBuilder { AddressSize = 4 }) },
        { "segments' numbers 1", Refusal(new LineTableBuilder { SelectorSize = 1 }) },
        { "an instruction has 4 operations", Refusal(new LineTableBuilder { Operations = 4 }) },
        { "line_range is 0", Refusal(new LineTableBuilder { LineRange = 0 }.Code(200)) },
        { "opcode_base is 0", Refusal(new LineTableBuilder { OpcodeBase = 0 }) },
        { "its content is cut short", Refusal(new LineTableBuilder { Size = 0x1000 }) },
        { "its content is cut short", Refusal(new LineTableBuilder { Size = ulong.MaxValue, IsWide = true }) },
        { "unit_length 0xfffffff0 is reserved", Refusal(new LineTableBuilder { Size = 0xfffffff0 }) },
        { "its header is cut short", Refusal(new LineTableBuilder { HeaderSize = 0x1000 }) },
        { "its standard_opcode_lengths is cut short", Refusal(new LineTableBuilder { HeaderSize = 8 }) },
        { "its name has no terminating zero", Refusal(new LineTableBuilder { HeaderSize = 25 }) },
        { "addresses go back, to 0xfff from 0x1000", Refusal(new LineTableBuilder().At(0x1000).Code(Copy).At(0xfff)) },
        { "addresses go back, to 0x0", Refusal(new LineTableBuilder().At(ulong.MaxValue - 1).Code(Copy).Code(AdvanceAddress, 2)) },
        { "its directories_count is 9", Refusal(new LineTableBuilder { Entries = [0, 9] }) },
        { "its file_names_count is 200", Refusal(new LineTableBuilder { Entries = [0, 0, 1, 1, 8, 0xc8, 1] }) },
        { "the form 0x1a ", Refusal(new LineTableBuilder { Entries = [1, 1, 0x1a, 1, 0, 0] }) },
        { "a name at 0x0 of .debug_line_str", Refusal(new LineTableBuilder { Entries = [1, 1, 0x1f, 1, 0, 0, 0, 0] }) },
        { "its address is cut short", Refusal(new LineTableBuilder().Extended(2, 1, 2, 3, 4)) },
        { "its opcode is cut short", Refusal(new LineTableBuilder().Code(0, 0)) },
        { "its opcode is cut short", Refusal(new LineTableBuilder().Code(0, 9, 1)) },
        { "a file without a name", Refusal(new LineTableBuilder { Version = 2 }.Extended(3, 0)) },
        { "its operand is cut short", Refusal(new LineTableBuilder().Code(AdvanceLine, 0x80)) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_wrong_is_said(string problem, string message) => Assert.Contains(problem, message, StringComparison.Ordinal);

    [Fact]
    public void A_message_says_which_table_it_is()
    {
        byte[] first = Plain().Build();
        Assert.Equal(
            $"test.o: line table at 0x{first.Length:x} at offset 0x{first.Length + 6:x}: version 9 is none of those that are known, 2 to 5",
            Assert.Throws<ObjectFormatException>(() => Read([.. first, .. Plain(9).Build()])).Message);
    }

    [Fact]
    public void Counts_are_believed_only_as_far_as_there_are_bytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(new LineTableBuilder { Entries = [1, 1, 8, 0xff, 0xff, 0xff, 0xff, 0x7f] });
        Refusal(new LineTableBuilder { Entries = [1, 1, 8, 0, 1, 1, 8, 0xff, 0xff, 0xff, 0xff, 0x7f] });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Long_names_and_many_rows_take_time_and_memory_in_proportion()
    {
        // Half a million files that share a name of half a million letters, and as many rows.
        const int Count = 500_000;
        byte[] entries = [0, 0, 1, 1, 0x1f, .. Unsigned(Count), .. new byte[4 * Count]];
        byte[] lines = new LineTableBuilder { Entries = entries }.At(0x1000).Code([.. Enumerable.Repeat((byte)(13 + 14 + 6), Count)]).End(1).Build();
        long before = GC.GetAllocatedBytesForCurrentThread();
        LineTable table = Read(lines, new string('x', Count) + "\0");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * (lines.Length + Count));
        Assert.Equal(Count, table.RowsOf(in table.Sequences[0]).Length);
    }

    [Fact]
    public void A_table_cut_anywhere_is_sound_or_refused()
    {
        byte[] bytes = [.. Plain().Build(), .. Plain(3).Build()];
        int sound = 0;
        for (int size = 0; size <= bytes.Length; size++)
        {
            sound += SoundLines.OrRefused(bytes[..size]) ? 1 : 0;
        }

        // Nothing, the first table, both.
        Assert.Equal(3, sound);
    }

    [Fact]
    public void Every_fixture_cut_or_overwritten_anywhere_is_sound_or_refused()
    {
        int refused = 0, sound = 0;
        foreach (byte[] lines in Emulation.Sample(Sections()))
        {
            byte[] names = new byte[100];
            for (int i = 0; i < lines.Length; i++)
            {
                refused += SoundLines.OrRefused(lines[..i], names) ? 0 : 1;
                foreach (byte value in (byte[])[0, 1, 0x7f, 0x80, 0xff, (byte)(lines[i] + 1)])
                {
                    byte[] damaged = [.. lines];
                    damaged[i] = value;
                    _ = SoundLines.OrRefused(damaged, names) ? sound++ : refused++;
                }
            }
        }

        Assert.True(refused > 100 && sound > 100);
    }

    [Fact]
    public void Random_programs_are_sound_or_refused()
    {
        var random = new Random(20260801);
        int sound = 0, count = Emulation.IsOn ? 500 : 20_000;
        for (int i = 0; i < count; i++)
        {
            byte[] code = new byte[random.Next(40)];
            random.NextBytes(code);
            sound += SoundLines.OrRefused(new LineTableBuilder { Version = (ushort)random.Next(2, 6), LineRange = (byte)random.Next(5) }.At((ulong)random.NextInt64()).Code(code).End().Build()) ? 1 : 0;
        }

        Assert.InRange(sound, count / 50, count * 49 / 50);
    }

    private static byte[][] Sections() =>
    [
        .. Repository.FixtureObjects.Where(f => Path.GetFileName(f).StartsWith("lines", StringComparison.Ordinal)).SelectMany(f =>
        {
            LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(f), f);
            return Enumerable.Range(0, graph.Sections.Length).Where(s => graph.NameOf(in graph.Sections[s]) is ".debug_line" or "__debug_line").Select(s => graph.ContentOf(new((uint)s)).ToArray());
        }),
    ];
}
