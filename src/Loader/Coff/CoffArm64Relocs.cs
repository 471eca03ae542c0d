using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>PE Format, "ARM64 Processors": the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class CoffArm64Relocs
{
    private const string Managed = "only code for the common language runtime has it; pass an object of native code";
    private const string Unassigned = "not assigned by the PE format; the object is damaged or newer than this linker";

    internal static CoffMachine Machine { get; } = new()
    {
        Number = CoffConstants.MachineArm64,
        Machine = Relocs.Machine.Arm64,
        Kinds =
        [
            /*  0 */ None, Abs32, ImageRel32, A64Branch26, A64Page21, A64Adr21, A64Add12, A64LdSt64Offset12,
            /*  8 */ SecRel32, A64SecRelAdd12, A64SecRelAddHi12, A64SecRelLdSt64Offset12, Refused, SectionNumber16, Abs64, A64Branch19,
            /* 16 */ A64Branch14, Pc32,
        ],
        Biases = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4],

        // The size of the access, which scales the offset, is the instruction's alone.
        Choices =
        [
            null, null, null, null, null, null, null, [A64LdSt8Offset12, A64LdSt16Offset12, A64LdSt32Offset12, A64LdSt64Offset12, A64LdSt128Offset12],
            null, null, null, [A64SecRelLdSt8Offset12, A64SecRelLdSt16Offset12, A64SecRelLdSt32Offset12, A64SecRelLdSt64Offset12, A64SecRelLdSt128Offset12], null, null, null, null,
            null, null,
        ],
        Names = new RelocationNames(NameOf, RefusalOf),
        Thunk =
        [
            0x10, 0x00, 0x00, 0x90, // adrp x16, slot
            0x10, 0x02, 0x40, 0xF9, // ldr  x16, [x16, #:lo12:slot]
            0x00, 0x02, 0x1F, 0xD6, // br   x16
        ],
        ThunkFixups = [(0, 4), (4, 7)],
    };

    private static readonly string[] Assigned =
    [
        /*  0 */ "ABSOLUTE", "ADDR32", "ADDR32NB", "BRANCH26", "PAGEBASE_REL21", "REL21", "PAGEOFFSET_12A", "PAGEOFFSET_12L",
        /*  8 */ "SECREL", "SECREL_LOW12A", "SECREL_HIGH12A", "SECREL_LOW12L", "TOKEN", "SECTION", "ADDR64", "BRANCH19",
        /* 16 */ "BRANCH14", "REL32",
    ];

    private static string NameOf(ushort type) => type < Assigned.Length ? "IMAGE_REL_ARM64_" + Assigned[type] : $"IMAGE_REL_ARM64_({type})";

    private static string RefusalOf(ushort type) => type == 12 ? Managed : Unassigned;
}
