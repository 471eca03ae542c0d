namespace Linker.Relocs.Tests;

public class A64FieldsTests
{
    public static TheoryData<string> Fields => [.. All.Keys];

    // Each with the bits of X that AAELF64 puts into it.
    private static readonly Dictionary<string, (Field Field, int High, int Low)> All = new()
    {
        ["Branch26"] = (A64Fields.Branch26, 27, 2),
        ["Branch19"] = (A64Fields.Branch19, 20, 2),
        ["Branch14"] = (A64Fields.Branch14, 15, 2),
        ["Literal19"] = (A64Fields.Literal19, 20, 2),
        ["Adr21"] = (A64Fields.Adr21, 20, 0),
        ["Page21"] = (A64Fields.Page21, 32, 12),
        ["Add12"] = (A64Fields.Add12, 11, 0),
        ["AddHi12"] = (A64Fields.AddHi12, 23, 12),
        ["LdSt8"] = (A64Fields.LdSt8, 11, 0),
        ["LdSt16"] = (A64Fields.LdSt16, 11, 1),
        ["LdSt32"] = (A64Fields.LdSt32, 11, 2),
        ["LdSt64"] = (A64Fields.LdSt64, 11, 3),
        ["LdSt64Wide"] = (A64Fields.LdSt64Wide, 14, 3),
        ["LdSt128"] = (A64Fields.LdSt128, 11, 4),
        ["MovW(0)"] = (A64Fields.MovW(0), 15, 0),
        ["MovW(1)"] = (A64Fields.MovW(1), 31, 16),
        ["MovW(2)"] = (A64Fields.MovW(2), 47, 32),
        ["MovW(3)"] = (A64Fields.MovW(3), 63, 48),
        ["MovSigned(0)"] = (A64Fields.MovSigned(0), 15, 0),
        ["MovSigned(1)"] = (A64Fields.MovSigned(1), 31, 16),
        ["MovSigned(2)"] = (A64Fields.MovSigned(2), 47, 32),
        ["MovSigned(3)"] = (A64Fields.MovSigned(3), 63, 48),
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_bit_of_X_has_its_place_and_bits_outside_have_none(string name)
    {
        (Field field, int high, int low) = All[name];
        uint empty = A64Word.Any(field, 0x9876_5432_1234_5678) & ~A64Word.ImmediateMask(field.Instruction);
        for (int bit = 0; bit < 64; bit++)
        {
            // The sign of X chooses between MOVZ and MOVN, tested below.
            if (bit < 63 || field.Instruction != InstructionClass.MovSigned)
            {
                long expected = bit >= low && bit <= high ? 1L << (bit - low) : 0;
                Assert.Equal(expected, A64Word.Immediate(field.Instruction, A64Fields.Insert(field, empty | (1u << 30 & A64Word.OwnMask(field.Instruction)), 1L << bit)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void All_bits_set_and_all_bits_clear_go_in_and_nothing_else_moves(string name)
    {
        (Field field, int high, int low) = All[name];
        uint word = A64Word.Any(field, 0x0123_4567_89AB_CDEF);
        uint foreign = word & ~A64Word.OwnMask(field.Instruction);
        long ones = field.Instruction == InstructionClass.MovSigned ? -1 : (1L << (high - low + 1)) - 1;
        Assert.Equal(ones, A64Word.Immediate(field.Instruction, A64Fields.Insert(field, word, -1)));
        Assert.Equal(0, A64Word.Immediate(field.Instruction, A64Fields.Insert(field, word, 0)));
        Assert.Equal(foreign, A64Fields.Insert(field, word, -1) & ~A64Word.OwnMask(field.Instruction));
        Assert.Equal(foreign, A64Fields.Insert(field, word, 0) & ~A64Word.OwnMask(field.Instruction));
    }

    [Theory]
    //          group  before       X                      after
    [InlineData(0, 0xD2800000u, 0x1234L, 0xD2824680u)] // movz x0, #0x1234
    [InlineData(0, 0x92800000u, 0x1234L, 0xD2824680u)] // a MOVN becomes a MOVZ
    [InlineData(0, 0xD2800000u, -0x1235L, 0x92824680u)] // movn x0, #0x1234: ~0x1234 = -0x1235
    [InlineData(0, 0xD2800000u, -1L, 0x92800000u)] // movn x0, #0
    [InlineData(0, 0xD29FFFE0u, -0x10000L, 0x929FFFE0u)] // movn x0, #0xFFFF
    [InlineData(0, 0xD2800000u, 0xFFFFL, 0xD29FFFE0u)] // movz x0, #0xFFFF
    [InlineData(1, 0x92A00003u, 0x8000_1234L, 0xD2B00003u)] // movz x3, #0x8000, lsl #16
    [InlineData(1, 0xD2A00003u, -0x8000_1234L, 0x92B00003u)] // movn x3, #0x8000, lsl #16
    [InlineData(2, 0xD2C00003u, -0x1_0000_0000L, 0x92C00003u)] // movn x3, #0, lsl #32
    [InlineData(3, 0xD2E00003u, long.MinValue, 0x92EFFFE3u)] // movn x3, #0x7FFF, lsl #48
    [InlineData(3, 0x92E00003u, long.MaxValue, 0xD2EFFFE3u)] // movz x3, #0x7FFF, lsl #48
    public void The_sign_of_X_chooses_MOVZ_or_MOVN(int group, uint before, long x, uint after) => Assert.Equal(after, A64Fields.Insert(A64Fields.MovSigned(group), before, x));

    [Theory]
    [InlineData("Add12", "AddHi12", 0x91000000u)] // add x0, x0, #0
    [InlineData("AddHi12", "Add12", 0x91400000u)] // add x0, x0, #0, lsl #12
    [InlineData("Add12", "AddHi12", 0x31000020u)] // adds w0, w1, #0
    [InlineData("MovW(0)", "MovW(1) MovW(2) MovW(3)", 0x52800000u)] // movz w0, #0
    [InlineData("MovW(1)", "MovW(0) MovW(2) MovW(3)", 0x72A00000u)] // movk w0, #0, lsl #16
    [InlineData("MovW(2)", "MovW(0) MovW(1) MovW(3)", 0xF2C00000u)] // movk x0, #0, lsl #32
    [InlineData("MovW(3)", "MovW(0) MovW(1) MovW(2)", 0xD2E00000u)] // movz x0, #0, lsl #48
    [InlineData("MovSigned(0)", "MovSigned(1) MovSigned(2) MovSigned(3)", 0x92800000u)] // movn x0, #0
    [InlineData("MovSigned(1)", "MovSigned(0) MovSigned(2) MovSigned(3)", 0x12A00000u)] // movn w0, #0, lsl #16
    [InlineData("MovSigned(2)", "MovSigned(0) MovSigned(1) MovSigned(3)", 0xD2C00000u)] // movz x0, #0, lsl #32
    [InlineData("MovSigned(3)", "MovSigned(0) MovSigned(1) MovSigned(2)", 0x92E00000u)] // movn x0, #0, lsl #48
    [InlineData("", "MovW(0) MovW(1) MovW(2) MovW(3) MovSigned(0) MovSigned(1) MovSigned(2) MovSigned(3)", 0x52C00000u)] // no instruction: w0 has no bit 32
    [InlineData("", "MovSigned(0) MovSigned(1) MovSigned(2) MovSigned(3)", 0x12E00000u)]
    public void An_instruction_has_the_field_whose_bits_it_shifts_to_their_place(string with, string without, uint word)
    {
        Assert.All(with.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => Assert.True(A64Fields.Holds(All[name].Field, word), name));
        Assert.All(without.Split(' '), name => Assert.False(A64Fields.Holds(All[name].Field, word), name));
    }

    [Theory]
    [InlineData("Branch26", 0x97FFFFFFu, -4)] // bl .-4
    [InlineData("Branch26", 0x95FFFFFFu, 0x7FFFFFC)]
    [InlineData("Branch26", 0x96000000u, -0x8000000)]
    [InlineData("Branch19", 0x54FFFFE1u, -4)]
    [InlineData("Branch19", 0x547FFFE1u, 0xFFFFC)]
    [InlineData("Branch14", 0xB72FFFE3u, -4)] // tbnz x3, #37, .-4
    [InlineData("Branch14", 0x3603FFE3u, 0x7FFC)]
    [InlineData("Literal19", 0x58800010u, -0x100000)]
    [InlineData("Adr21", 0x70FFFFE1u, -1)]
    [InlineData("Adr21", 0x30000001u, 1)]
    [InlineData("Adr21", 0x10800001u, -0x100000)]
    [InlineData("Page21", 0xF0FFFFE1u, -1)] // not shifted
    [InlineData("Page21", 0xB0000021u, 5)]
    [InlineData("Add12", 0x911FFC21u, 0x7FF)]
    [InlineData("Add12", 0x91200021u, -0x800)]
    [InlineData("Add12", 0x913FFC21u, -1)]
    [InlineData("LdSt8", 0x39400441u, 1)]
    [InlineData("LdSt16", 0x79400441u, 2)]
    [InlineData("LdSt32", 0xB97FFC41u, -4)]
    [InlineData("LdSt64", 0xF9400441u, 8)]
    [InlineData("LdSt64Wide", 0xF9600041u, -0x4000)]
    [InlineData("LdSt128", 0x3DC00441u, 16)]
    [InlineData("MovW(0)", 0xD2802460u, 0x123)]
    [InlineData("MovW(1)", 0xF2BFFFE0u, -1)] // never shifted
    [InlineData("MovW(2)", 0xF2D00000u, -0x8000)]
    [InlineData("MovSigned(1)", 0xD2A00020u, 1)]
    public void An_addend_in_the_place_is_scaled_and_signed_but_for_wide_moves_and_pages(string name, uint word, long addend) => Assert.Equal(addend, A64Fields.Extract(All[name].Field, word));

    [Theory]
    [MemberData(nameof(Fields))]
    public void An_addend_that_was_written_is_read(string name)
    {
        (Field field, int high, int low) = All[name];
        int scale = field.Instruction is InstructionClass.Adrp or InstructionClass.MovW or InstructionClass.MovSigned ? 0 : low;
        Model.Holds((content, random) =>
        {
            uint word = A64Word.Any(field, (ulong)content);
            long bits = random << (64 - field.Width) >> (64 - field.Width);

            // Bits above the highest stay clear, so that only what the assembler would write is read.
            long x = bits & ((1L << (high - low + 1)) - 1);
            uint filled = A64Fields.Insert(field with { }, word, x << low);
            long expected = (high - low + 1 < field.Width ? x : bits) << scale;
            return field.Instruction == InstructionClass.MovSigned || A64Fields.Extract(field, filled) == expected;
        });
    }
}
