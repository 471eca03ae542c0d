using System.Reflection;

namespace Linker.Relocs.Tests;

/// <summary>Numbers in, bytes out: worked out from the ABI's formulas, not from the table. S, A and O are what the kind's formula calls them; the two columns of bytes are the place before and after.</summary>
public class PatchTests
{
    private const string DoesNotFit = "does not fit";

    [Theory]
    //          kind                                                S                  A                  O               before  after
    [InlineData(RelocKind.Refused,                          0x1000ul,              0x0L,          0x2000ul,                  "", "")]
    [InlineData(RelocKind.None,                             0x1000ul,              0x0L,          0x2000ul,                  "", "")]
    [InlineData(RelocKind.None,                 0xFFFFFFFFFFFFFFFFul,             -0x1L,             0x0ul,                  "", "")]
    [InlineData(RelocKind.None,                     0x7F0000001000ul,              0x4L,             0x0ul,                  "", "")]
    [InlineData(RelocKind.Abs8,                               0x12ul,             0x30L,             0x0ul,                "00", "42")]
    [InlineData(RelocKind.Abs8,                               0xFFul,              0x0L,             0x0ul,                "5A", "FF")]
    [InlineData(RelocKind.Abs8,                              0x100ul,              0x0L,             0x0ul,                "5A", DoesNotFit)]
    [InlineData(RelocKind.Abs8,                               0x10ul,            -0x90L,             0x0ul,                "FF", "80")]
    [InlineData(RelocKind.Abs8,                               0x10ul,            -0x91L,             0x0ul,                "FF", DoesNotFit)]
    [InlineData(RelocKind.Abs16,                            0x1200ul,             0x34L,             0x0ul,              "0000", "3412")]
    [InlineData(RelocKind.Abs16,                            0xFFFFul,              0x0L,             0x0ul,              "A55A", "FFFF")]
    [InlineData(RelocKind.Abs16,                            0xFFFFul,              0x1L,             0x0ul,              "A55A", DoesNotFit)]
    [InlineData(RelocKind.Abs16,                               0x0ul,          -0x8000L,             0x0ul,              "FFFF", "0080")]
    [InlineData(RelocKind.Abs16,                               0x0ul,          -0x8001L,             0x0ul,              "FFFF", DoesNotFit)]
    [InlineData(RelocKind.AbsU32,                         0x401000ul,             0x10L,             0x0ul,          "00000000", "10104000")]
    [InlineData(RelocKind.AbsU32,                       0xFFFFFFFFul,              0x0L,             0x0ul,          "12345678", "FFFFFFFF")]
    [InlineData(RelocKind.AbsU32,                       0xFFFFFFFFul,              0x1L,             0x0ul,          "12345678", DoesNotFit)]
    [InlineData(RelocKind.AbsU32,                              0x0ul,             -0x1L,             0x0ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.AbsU32,                       0x7FFFFFFFul,              0x1L,             0x0ul,          "FFFFFFFF", "00000080")]
    [InlineData(RelocKind.AbsS32,                         0x401000ul,             0x10L,             0x0ul,          "00000000", "10104000")]
    [InlineData(RelocKind.AbsS32,                       0x7FFFFFFFul,              0x0L,             0x0ul,          "12345678", "FFFFFF7F")]
    [InlineData(RelocKind.AbsS32,                       0x7FFFFFFFul,              0x1L,             0x0ul,          "12345678", DoesNotFit)]
    [InlineData(RelocKind.AbsS32,               0xFFFFFFFF80000000ul,              0x0L,             0x0ul,          "00000000", "00000080")]
    [InlineData(RelocKind.AbsS32,               0xFFFFFFFF80000000ul,             -0x1L,             0x0ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.Abs32,                          0x401000ul,             0x10L,             0x0ul,          "00000000", "10104000")]
    [InlineData(RelocKind.Abs32,                        0xFFFFFFFFul,              0x0L,             0x0ul,          "12345678", "FFFFFFFF")]
    [InlineData(RelocKind.Abs32,                        0xFFFFFFFFul,              0x1L,             0x0ul,          "12345678", DoesNotFit)]
    [InlineData(RelocKind.Abs32,                               0x0ul,      -0x80000000L,             0x0ul,          "FFFFFFFF", "00000080")]
    [InlineData(RelocKind.Abs32,                               0x0ul,      -0x80000001L,             0x0ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.Abs64,                    0x7F1234567000ul,              0x8L,             0x0ul,  "0000000000000000", "08705634127F0000")]
    [InlineData(RelocKind.Abs64,                            0x1000ul,          -0x1001L,             0x0ul,  "EFCDAB8967452301", "FFFFFFFFFFFFFFFF")]
    [InlineData(RelocKind.Abs64,                0xFFFFFFFFFFFFFFF0ul,             0x20L,             0x0ul,  "0000000000000000", "1000000000000000")]
    [InlineData(RelocKind.Pc8,                              0x1010ul,             -0x1L,          0x1001ul,                "00", "0E")]
    [InlineData(RelocKind.Pc8,                              0x1080ul,             -0x1L,          0x1000ul,                "FF", "7F")]
    [InlineData(RelocKind.Pc8,                              0x1081ul,             -0x1L,          0x1000ul,                "FF", DoesNotFit)]
    [InlineData(RelocKind.Pc8,                               0xF81ul,             -0x1L,          0x1000ul,                "00", "80")]
    [InlineData(RelocKind.Pc8,                               0xF80ul,             -0x1L,          0x1000ul,                "00", DoesNotFit)]
    [InlineData(RelocKind.Pc16,                             0x2000ul,             -0x2L,          0x1000ul,              "0000", "FE0F")]
    [InlineData(RelocKind.Pc16,                             0x9001ul,             -0x2L,          0x1000ul,              "FFFF", "FF7F")]
    [InlineData(RelocKind.Pc16,                             0x9002ul,             -0x2L,          0x1000ul,              "FFFF", DoesNotFit)]
    [InlineData(RelocKind.Pc16,                             0x9002ul,             -0x2L,         0x11000ul,              "0000", "0080")]
    [InlineData(RelocKind.Pc16,                             0x9001ul,             -0x2L,         0x11000ul,              "0000", DoesNotFit)]
    [InlineData(RelocKind.Pc32,                             0x1000ul,             -0x4L,          0x2000ul,          "00000000", "FCEFFFFF")]
    [InlineData(RelocKind.Pc32,                     0x555580000003ul,             -0x4L,  0x555500000000ul,          "EFBEADDE", "FFFFFF7F")]
    [InlineData(RelocKind.Pc32,                     0x555580000004ul,             -0x4L,  0x555500000000ul,          "EFBEADDE", DoesNotFit)]
    [InlineData(RelocKind.Pc32,                     0x555480000004ul,             -0x4L,  0x555500000000ul,          "EFBEADDE", "00000080")]
    [InlineData(RelocKind.Pc32,                     0x555480000003ul,             -0x4L,  0x555500000000ul,          "EFBEADDE", DoesNotFit)]
    [InlineData(RelocKind.Pc32,                     0x7F0200000000ul,             -0x4L,  0x7F0000000000ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.Pc64,                     0x7F0200000000ul,             -0x8L,  0x7F0000000000ul,  "0000000000000000", "F8FFFFFF01000000")]
    [InlineData(RelocKind.Pc64,                             0x1000ul,              0x0L,  0x7F0000001000ul,  "1122334455667788", "000000000081FFFF")]
    [InlineData(RelocKind.Pc64,                     0x7FFFFFFFF000ul,              0x1L,        0x400000ul,  "0000000000000000", "01F0BFFFFF7F0000")]
    [InlineData(RelocKind.Branch32,                       0x401136ul,             -0x4L,        0x401150ul,          "00000000", "E2FFFFFF")]
    [InlineData(RelocKind.Branch32,                 0x7F1000001000ul,             -0x4L,  0x7F1000000001ul,          "FFFFFFFF", "FB0F0000")]
    [InlineData(RelocKind.Branch32,                 0x7F1080000005ul,             -0x4L,  0x7F1000000001ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.Branch32,                 0x7F0F80000004ul,             -0x4L,  0x7F1000000001ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.GotPc32,                        0x404018ul,             -0x4L,        0x401003ul,          "00000000", "11300000")]
    [InlineData(RelocKind.GotPc32,                        0x404018ul,             -0x5L,        0x405003ul,          "78563412", "10F0FFFF")]
    [InlineData(RelocKind.GotPc32,                      0x80404018ul,              0x0L,        0x404018ul,          "78563412", DoesNotFit)]
    [InlineData(RelocKind.GotPc64,                        0x404018ul,              0x0L,        0x401002ul,  "0000000000000000", "1630000000000000")]
    [InlineData(RelocKind.GotPc64,                  0x7F0000404018ul,              0x0L,        0x401002ul,  "0000000000000000", "16300000007F0000")]
    [InlineData(RelocKind.GotPc64,                        0x404018ul,              0x8L,  0x7F0000401002ul,  "FFFFFFFFFFFFFFFF", "1E3000000081FFFF")]
    [InlineData(RelocKind.Got32,                          0x404018ul,              0x0L,        0x404000ul,          "00000000", "18000000")]
    [InlineData(RelocKind.Got32,                          0x404000ul,              0x0L,        0x404000ul,          "FFFFFFFF", "00000000")]
    [InlineData(RelocKind.Got32,                          0x404018ul,            -0x20L,        0x404000ul,          "00000000", "F8FFFFFF")]
    [InlineData(RelocKind.Got32,                        0x80404000ul,              0x0L,        0x404000ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.Got64,                          0x404018ul,              0x0L,        0x404000ul,  "0000000000000000", "1800000000000000")]
    [InlineData(RelocKind.Got64,                          0x404000ul,              0x0L,        0x404000ul,  "FFFFFFFFFFFFFFFF", "0000000000000000")]
    [InlineData(RelocKind.Got64,                          0x404018ul,   0x7F0000000000L,        0x404000ul,  "0000000000000000", "18000000007F0000")]
    [InlineData(RelocKind.GotBasePc32,                    0x404000ul,              0x7L,        0x401003ul,          "00000000", "04300000")]
    [InlineData(RelocKind.GotBasePc32,                    0x404000ul,              0x0L,        0x404000ul,          "FFFFFFFF", "00000000")]
    [InlineData(RelocKind.GotBasePc32,                    0x404000ul,              0x0L,      0x80404001ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.GotBasePc64,                    0x404000ul,              0x9L,        0x401002ul,  "0000000000000000", "0730000000000000")]
    [InlineData(RelocKind.GotBasePc64,              0x7F0200404000ul,              0x2L,  0x7F0000401002ul,  "0000000000000000", "0030000002000000")]
    [InlineData(RelocKind.GotBasePc64,                    0x404000ul,              0x0L,  0x7F0000404000ul,  "EFBEADDEEFBEADDE", "000000000081FFFF")]
    [InlineData(RelocKind.GotRel32,                       0x405010ul,              0x4L,        0x404000ul,          "00000000", "14100000")]
    [InlineData(RelocKind.GotRel32,                       0x401000ul,              0x0L,        0x404000ul,          "11111111", "00D0FFFF")]
    [InlineData(RelocKind.GotRel32,                     0x80404000ul,             -0x1L,        0x404000ul,          "00000000", "FFFFFF7F")]
    [InlineData(RelocKind.GotRel32,                     0x80404000ul,              0x0L,        0x404000ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.GotRel32,                       0x404000ul,      -0x80000001L,        0x404000ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.GotRel64,                       0x405010ul,              0x4L,        0x404000ul,  "0000000000000000", "1410000000000000")]
    [InlineData(RelocKind.GotRel64,                       0x401000ul,              0x0L,        0x404000ul,  "1111111111111111", "00D0FFFFFFFFFFFF")]
    [InlineData(RelocKind.GotRel64,                 0x7F0000404000ul,              0x0L,        0x404000ul,  "0000000000000000", "00000000007F0000")]
    [InlineData(RelocKind.BranchGotRel64,                 0x401136ul,              0x0L,        0x404000ul,  "0000000000000000", "36D1FFFFFFFFFFFF")]
    [InlineData(RelocKind.BranchGotRel64,           0x7F1234567890ul,              0x0L,        0x404000ul,  "FFFFFFFFFFFFFFFF", "90381634127F0000")]
    [InlineData(RelocKind.BranchGotRel64,                 0x405000ul,             -0x1L,        0x404000ul,  "0000000000000000", "FF0F000000000000")]
    [InlineData(RelocKind.Size32,                             0x28ul,              0x0L,             0x0ul,          "00000000", "28000000")]
    [InlineData(RelocKind.Size32,                             0x28ul,            -0x29L,             0x0ul,          "00000000", "FFFFFFFF")]
    [InlineData(RelocKind.Size32,                       0xFFFFFFFFul,              0x0L,             0x0ul,          "12345678", "FFFFFFFF")]
    [InlineData(RelocKind.Size32,                       0xFFFFFFFFul,              0x1L,             0x0ul,          "12345678", DoesNotFit)]
    [InlineData(RelocKind.Size64,                             0x28ul,              0x2L,             0x0ul,  "0000000000000000", "2A00000000000000")]
    [InlineData(RelocKind.Size64,                      0x100000000ul,              0x0L,             0x0ul,  "FFFFFFFFFFFFFFFF", "0000000001000000")]
    [InlineData(RelocKind.Size64,                              0x0ul,             -0x1L,             0x0ul,  "0000000000000000", "FFFFFFFFFFFFFFFF")]
    [InlineData(RelocKind.TlsIndexPc32,                   0x404020ul,             -0x4L,        0x401004ul,          "00000000", "18300000")]
    [InlineData(RelocKind.TlsIndexPc32,                   0x400F00ul,             -0x4L,        0x401004ul,          "FFFFFFFF", "F8FEFFFF")]
    [InlineData(RelocKind.TlsIndexPc32,                 0x80401004ul,              0x0L,        0x401004ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.TlsModulePc32,                  0x404030ul,             -0x4L,        0x401003ul,          "00000000", "29300000")]
    [InlineData(RelocKind.TlsModulePc32,                  0x401003ul,             -0x4L,        0x401003ul,          "12345678", "FCFFFFFF")]
    [InlineData(RelocKind.TlsModulePc32,                  0x401002ul,              0x0L,      0x80401003ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.TlsOffsetPc32,                  0x404040ul,             -0x4L,        0x401003ul,          "00000000", "39300000")]
    [InlineData(RelocKind.TlsOffsetPc32,                  0x404040ul,             -0x4L,        0x404040ul,          "FFFFFFFF", "FCFFFFFF")]
    [InlineData(RelocKind.TlsOffsetPc32,            0x7F0000404040ul,             -0x4L,        0x401003ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.TlsDescriptorPc32,              0x404050ul,             -0x4L,        0x401003ul,          "00000000", "49300000")]
    [InlineData(RelocKind.TlsDescriptorPc32,              0x400FFFul,             -0x4L,        0x401003ul,          "12345678", "F8FFFFFF")]
    [InlineData(RelocKind.TlsDescriptorPc32,            0x80401007ul,             -0x4L,        0x401003ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.DtpRel32,                       0x406010ul,              0x0L,        0x406000ul,          "00000000", "10000000")]
    [InlineData(RelocKind.DtpRel32,                       0x406000ul,              0x4L,        0x406000ul,          "FFFFFFFF", "04000000")]
    [InlineData(RelocKind.DtpRel32,                     0x80406000ul,              0x0L,        0x406000ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.DtpRel64,                       0x406010ul,              0x0L,        0x406000ul,  "0000000000000000", "1000000000000000")]
    [InlineData(RelocKind.DtpRel64,                       0x406010ul,            -0x18L,        0x406000ul,  "0000000000000000", "F8FFFFFFFFFFFFFF")]
    [InlineData(RelocKind.DtpRel64,                    0x100406000ul,              0x0L,        0x406000ul,  "FFFFFFFFFFFFFFFF", "0000000001000000")]
    [InlineData(RelocKind.TpRel32,                        0x406010ul,              0x0L,        0x406040ul,          "00000000", "D0FFFFFF")]
    [InlineData(RelocKind.TpRel32,                        0x406000ul,             0x10L,        0x406040ul,          "FFFFFFFF", "D0FFFFFF")]
    [InlineData(RelocKind.TpRel32,                        0x406000ul,              0x0L,      0x80406001ul,          "00000000", DoesNotFit)]
    [InlineData(RelocKind.TpRel64,                        0x406010ul,              0x0L,        0x406040ul,  "0000000000000000", "D0FFFFFFFFFFFFFF")]
    [InlineData(RelocKind.TpRel64,                        0x406038ul,              0x8L,        0x406040ul,  "FFFFFFFFFFFFFFFF", "0000000000000000")]
    [InlineData(RelocKind.TpRel64,                        0x406000ul,              0x0L,     0x100406000ul,  "0000000000000000", "00000000FFFFFFFF")]
    [InlineData(RelocKind.ImageRel32,                  0x140002010ul,              0x8L,     0x140000000ul,          "00000000", "18200000")]
    [InlineData(RelocKind.ImageRel32,                  0x140001000ul,          -0x1000L,     0x140000000ul,          "78563412", "00000000")]
    [InlineData(RelocKind.ImageRel32,                  0x140001000ul,          -0x1001L,     0x140000000ul,          "78563412", DoesNotFit)]
    [InlineData(RelocKind.ImageRel32,               0x7FF6FFFFFFFFul,              0x0L,  0x7FF600000000ul,          "EFBEADDE", "FFFFFFFF")]
    [InlineData(RelocKind.ImageRel32,               0x7FF700000000ul,              0x0L,  0x7FF600000000ul,          "EFBEADDE", DoesNotFit)]
    [InlineData(RelocKind.ImageRel32,               0x7FF680000000ul,              0x4L,  0x7FF600000000ul,          "00000000", "04000080")]
    [InlineData(RelocKind.SecRel32,                    0x140003018ul,              0x4L,     0x140003000ul,          "00000000", "1C000000")]
    [InlineData(RelocKind.SecRel32,                    0x140003018ul,            -0x18L,     0x140003000ul,          "FFFFFFFF", "00000000")]
    [InlineData(RelocKind.SecRel32,                    0x140003018ul,            -0x19L,     0x140003000ul,          "FFFFFFFF", DoesNotFit)]
    [InlineData(RelocKind.SecRel32,                    0x140003000ul,       0xFFFFFFFFL,     0x140003000ul,          "12345678", "FFFFFFFF")]
    [InlineData(RelocKind.SecRel32,                    0x140003001ul,       0xFFFFFFFFL,     0x140003000ul,          "12345678", DoesNotFit)]
    [InlineData(RelocKind.SectionNumber16,                     0x1ul,              0x0L,             0x0ul,              "0000", "0100")]
    [InlineData(RelocKind.SectionNumber16,                     0x3ul,              0x2L,             0x0ul,              "A55A", "0500")]
    [InlineData(RelocKind.SectionNumber16,                  0xFFFFul,              0x0L,             0x0ul,              "A55A", "FFFF")]
    [InlineData(RelocKind.SectionNumber16,                  0xFFFFul,              0x1L,             0x0ul,              "A55A", DoesNotFit)]
    [InlineData(RelocKind.SectionNumber16,                     0x1ul,             -0x2L,             0x0ul,              "FFFF", DoesNotFit)]
    public void Place_holds_what_the_ABI_asks_for(RelocKind kind, ulong s, long a, ulong o, string before, string after)
    {
        Place place = Place.Of(Convert.FromHexString(before));
        PatchStatus status = place.Apply(kind, s, a, o);
        Assert.Equal(after == DoesNotFit ? PatchStatus.OutOfRange : PatchStatus.Ok, status);
        Assert.Equal(after == DoesNotFit ? before : after, Convert.ToHexString(place.Bytes));
        Assert.True(place.AreCanariesAlive);
    }

    [Theory]
    [MemberData(nameof(Kinds.Words), MemberType = typeof(Kinds))]
    public void Every_kind_has_at_least_three_rows(RelocKind kind) => Assert.True(Rows(kind).Count() >= 3);

    [Theory]
    [MemberData(nameof(Kinds.CheckedWords), MemberType = typeof(Kinds))]
    public void Every_kind_with_a_check_has_a_row_that_does_not_fit(RelocKind kind) => Assert.Contains(Rows(kind), row => (string?)row[5] == DoesNotFit);

    [Theory]
    [MemberData(nameof(Kinds.Words), MemberType = typeof(Kinds))]
    public void Every_kind_has_a_row_over_bytes_that_are_not_zero(RelocKind kind) =>
        Assert.Contains(Rows(kind), row => ((string)row[4]!).Any(digit => digit != '0') && (string?)row[5] != DoesNotFit);

    [Theory]
    [InlineData(RelocKind.Abs8, "FF", -1)]
    [InlineData(RelocKind.Pc16, "FEFF", -2)]
    [InlineData(RelocKind.Pc32, "FCFFFFFF", -4)]
    [InlineData(RelocKind.AbsS32, "00000080", -0x8000_0000L)]
    [InlineData(RelocKind.Abs64, "F8FFFFFFFFFFFFFF", -8)]
    [InlineData(RelocKind.None, "", 0)]
    public void Addend_in_the_place_is_read_with_its_sign(RelocKind kind, string bytes, long addend) =>
        Assert.Equal(addend, Patch.ReadAddend(in RelocTable.For(kind), Convert.FromHexString(bytes)));

    [Theory]
    [InlineData(RelocKind.A64Branch26, "FFFFFF97", -4)]
    [InlineData(RelocKind.A64Page21, "E1FFFFF0", -1)]
    [InlineData(RelocKind.A64MovwU2Nc, "0000D0F2", -0x8000)]
    [InlineData(RelocKind.A64LdSt64Offset12, "410440F9", 8)]
    public void Addend_in_an_instruction_is_read_as_the_ABI_reads_it(RelocKind kind, string bytes, long addend) =>
        Assert.Equal(addend, Patch.ReadAddend(in RelocTable.For(kind), Convert.FromHexString(bytes)));

    [Theory]
    [InlineData(0x1000ul, -4L, 0x2000ul, -0x1004L)]
    [InlineData(0x7F00_0000_0000ul, 0L, 0x1ul, 0x7EFF_FFFF_FFFFL)]
    [InlineData(0xFFFF_FFFF_8000_0000ul, 0L, 0ul, -0x8000_0000L)]
    [InlineData(0ul, long.MinValue, 1ul, long.MaxValue)]
    public void X_is_S_plus_A_minus_O_modulo_2_to_the_64(ulong s, long a, ulong o, long x) => Assert.Equal(x, Patch.Compute(in RelocTable.For(RelocKind.Pc64), s, a, o));

    private static IEnumerable<object?[]> Rows(RelocKind kind) =>
        typeof(PatchTests).GetMethod(nameof(Place_holds_what_the_ABI_asks_for))!.GetCustomAttributes<InlineDataAttribute>()
            .Select(row => row.Data).Where(row => (RelocKind)row[0]! == kind)!;
}
