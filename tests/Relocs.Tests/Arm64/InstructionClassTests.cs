namespace Linker.Relocs.Tests;

public class InstructionClassTests
{
    private static readonly InstructionClass[] Classes = [.. Enum.GetValues<InstructionClass>().Where(c => c != InstructionClass.None)];

    [Theory]
    //          assembler's text                         its word     the classes that it belongs to
    [InlineData("b #0",                              0x14000000u, "Branch26")]
    [InlineData("bl #-4",                            0x97FFFFFFu, "Branch26")]
    [InlineData("br x16",                            0xD61F0200u, "")]
    [InlineData("blr x0",                            0xD63F0000u, "")]
    [InlineData("ret",                               0xD65F03C0u, "")]
    [InlineData("b.eq #0",                           0x54000000u, "Branch19")]
    [InlineData("b.al #4",                           0x5400002Eu, "Branch19")]
    [InlineData("bc.ne #8",                          0x54000051u, "Branch19")]
    [InlineData("cbz w3, #0",                        0x34000003u, "Branch19")]
    [InlineData("cbnz x30, #4",                      0xB500003Eu, "Branch19")]
    [InlineData("tbz w3, #5, #0",                    0x36280003u, "Branch14")]
    [InlineData("tbnz x3, #37, #4",                  0xB7280023u, "Branch14")]
    [InlineData("ldr w1, #0",                        0x18000001u, "Literal")]
    [InlineData("ldr x30, #4",                       0x5800003Eu, "Literal")]
    [InlineData("ldrsw x1, #0",                      0x98000001u, "Literal")]
    [InlineData("prfm pldl1keep, #0",                0xD8000000u, "Literal")]
    [InlineData("ldr s1, #0",                        0x1C000001u, "Literal")]
    [InlineData("ldr d1, #0",                        0x5C000001u, "Literal")]
    [InlineData("ldr q31, #0",                       0x9C00001Fu, "Literal")]
    [InlineData("adr x0, #0",                        0x10000000u, "Adr")]
    [InlineData("adr x30, #-1",                      0x70FFFFFEu, "Adr")]
    [InlineData("adrp x0, #0",                       0x90000000u, "Adrp")]
    [InlineData("adrp x16, #-4096",                  0xF0FFFFF0u, "Adrp")]
    [InlineData("add x0, x1, #0",                    0x91000020u, "Add")]
    [InlineData("add w0, w1, #4095",                 0x113FFC20u, "Add")]
    [InlineData("add x0, x1, #1, lsl #12",           0x91400420u, "Add")]
    [InlineData("adds x0, x1, #2",                   0xB1000820u, "Add")]
    [InlineData("adds w0, w1, #2, lsl #12",          0x31400820u, "Add")]
    [InlineData("mov x29, sp",                       0x910003FDu, "Add")]
    [InlineData("cmn x1, #3",                        0xB1000C3Fu, "Add")]
    [InlineData("sub x0, x1, #0",                    0xD1000020u, "")]
    [InlineData("subs x0, x1, #0",                   0xF1000020u, "")]
    [InlineData("add x0, x1, x2",                    0x8B020020u, "")]
    [InlineData("addg x0, x1, #0, #0",               0x91800020u, "")]
    [InlineData("subg x0, x1, #0, #0",               0xD1800020u, "")]
    [InlineData("and x0, x1, #1",                    0x92400020u, "")]
    [InlineData("smax x0, x1, #1",                   0x91C00420u, "")]
    [InlineData("strb w0, [x1]",                     0x39000020u, "LdSt8")]
    [InlineData("ldrb w0, [x1, #4095]",              0x397FFC20u, "LdSt8")]
    [InlineData("ldrsb x0, [x1]",                    0x39800020u, "LdSt8")]
    [InlineData("ldrsb w0, [x1]",                    0x39C00020u, "LdSt8")]
    [InlineData("str b0, [x1]",                      0x3D000020u, "LdSt8")]
    [InlineData("ldr b0, [x1, #1]",                  0x3D400420u, "LdSt8")]
    [InlineData("strh w0, [x1]",                     0x79000020u, "LdSt16")]
    [InlineData("ldrh w0, [x1, #8190]",              0x797FFC20u, "LdSt16")]
    [InlineData("ldrsh x0, [x1]",                    0x79800020u, "LdSt16")]
    [InlineData("ldrsh w0, [x1]",                    0x79C00020u, "LdSt16")]
    [InlineData("str h0, [x1]",                      0x7D000020u, "LdSt16")]
    [InlineData("ldr h0, [x1]",                      0x7D400020u, "LdSt16")]
    [InlineData("str w0, [x1]",                      0xB9000020u, "LdSt32")]
    [InlineData("ldr w0, [x1, #16380]",              0xB97FFC20u, "LdSt32")]
    [InlineData("ldrsw x0, [x1]",                    0xB9800020u, "LdSt32")]
    [InlineData("str s0, [x1]",                      0xBD000020u, "LdSt32")]
    [InlineData("ldr s0, [x1]",                      0xBD400020u, "LdSt32")]
    [InlineData("str x0, [x1]",                      0xF9000020u, "LdSt64")]
    [InlineData("ldr x0, [x1, #32760]",              0xF97FFC20u, "LdSt64")]
    [InlineData("prfm pldl1keep, [x1]",              0xF9800020u, "LdSt64")]
    [InlineData("str d0, [x1]",                      0xFD000020u, "LdSt64")]
    [InlineData("ldr d0, [x1]",                      0xFD400020u, "LdSt64")]
    [InlineData("str q0, [x1]",                      0x3D800020u, "LdSt128")]
    [InlineData("ldr q0, [x1, #65520]",              0x3DFFFC20u, "LdSt128")]
    [InlineData("ldur x0, [x1, #1]",                 0xF8401020u, "")]
    [InlineData("ldur q0, [x1, #1]",                 0x3CC01020u, "")]
    [InlineData("ldurb w0, [x1]",                    0x38400020u, "")]
    [InlineData("ldr x0, [x1], #8",                  0xF8408420u, "")]
    [InlineData("ldr x0, [x1, #8]!",                 0xF8408C20u, "")]
    [InlineData("ldr x0, [x1, x2]",                  0xF8626820u, "")]
    [InlineData("ldr q0, [x1, x2]",                  0x3CE26820u, "")]
    [InlineData("ldrb w0, [x1, x2]",                 0x38626820u, "")]
    [InlineData("ldp x0, x1, [x2]",                  0xA9400440u, "")]
    [InlineData("stp q0, q1, [x2]",                  0xAD000440u, "")]
    [InlineData("ldar x0, [x1]",                     0xC8DFFC20u, "")]
    [InlineData("ldxr x0, [x1]",                     0xC85F7C20u, "")]
    [InlineData("ldraa x0, [x1]",                    0xF8200420u, "")]
    [InlineData("ld1 { v0.16b }, [x1]",              0x4C407020u, "")]
    [InlineData("ldr z0, [x1]",                      0x85804020u, "")]
    [InlineData("cas x0, x1, [x2]",                  0xC8A07C41u, "")]
    [InlineData("movz x0, #1",                       0xD2800020u, "MovW MovSigned")]
    [InlineData("movz w0, #1, lsl #16",              0x52A00020u, "MovW MovSigned")]
    [InlineData("movz x0, #1, lsl #48",              0xD2E00020u, "MovW MovSigned")]
    [InlineData("movk x0, #1",                       0xF2800020u, "MovW")]
    [InlineData("movk w0, #1, lsl #16",              0x72A00020u, "MovW")]
    [InlineData("movk x0, #1, lsl #32",              0xF2C00020u, "MovW")]
    [InlineData("movn x0, #1",                       0x92800020u, "MovSigned")]
    [InlineData("movn w0, #1",                       0x12800020u, "MovSigned")]
    [InlineData("movn x0, #1, lsl #48",              0x92E00020u, "MovSigned")]
    [InlineData("orr x0, xzr, #1",                   0xB24003E0u, "")]
    [InlineData("mov x0, x1",                        0xAA0103E0u, "")]
    [InlineData("extr x0, x1, x2, #1",               0x93C20420u, "")]
    [InlineData("ubfx x0, x1, #1, #2",               0xD3410820u, "")]
    [InlineData("nop",                               0xD503201Fu, "")]
    [InlineData("bti c",                             0xD503245Fu, "")]
    [InlineData("udf #0",                            0x00000000u, "")]
    [InlineData("svc #0",                            0xD4000001u, "")]
    [InlineData("fmov d0, #1.0",                     0x1E6E1000u, "")]
    [InlineData("mrs x0, tpidr_el0",                 0xD53BD040u, "")]
    public void An_instruction_belongs_to_the_classes_that_have_its_immediate_and_to_no_other(string text, uint word, string classes)
    {
        Assert.NotEmpty(text);
        Assert.Equal(classes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Classes.Where(c => A64Fields.Holds(c, word)).Select(c => c.ToString()).Order());
    }

    [Fact]
    public void What_the_top_bits_of_a_word_say_is_what_the_manual_draws()
    {
        // No class looks at bits 20 to 0, so that all of 31 to 21 with some others are all there is.
        foreach (uint low in (uint[])[0, 0x1F_FFFF, 0x15_5555, 0x0A_AAAA, 0x10])
        {
            for (uint top = 0; top < 1 << 11; top++)
            {
                uint word = (top << 21) | low;
                InstructionClass[] wrong = [.. Classes.Where(c => A64Word.Exists(word) && A64Fields.Holds(c, word) != A64Word.Belongs(c, word))];
                Assert.True(wrong.Length == 0, $"0x{word:X8}: {string.Join(", ", wrong)}");
            }
        }
    }

    [Fact]
    public void Data_belongs_anywhere() => Assert.True(A64Fields.Holds(Field.Word32, 0xFFFF_FFFF));

    [Fact]
    public void Every_class_has_a_name_of_its_own()
    {
        string[] names = [.. Classes.Select(A64Fields.NameOf)];
        Assert.DoesNotContain("", names);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("", A64Fields.NameOf(InstructionClass.None));
    }
}
