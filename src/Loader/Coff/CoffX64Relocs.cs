using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>PE Format, "x64 Processors": the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class CoffX64Relocs
{
    private const string Managed = "only code for the common language runtime has it; pass an object of native code";
    private const string Debug = "no linker defines what it means in an image; recompile with a current compiler";
    private const string Span = "pairs of spans are for object files only; recompile with a current compiler";
    private const string Unassigned = "not assigned by the PE format; the object is damaged or newer than this linker";

    internal static CoffMachine Machine { get; } = new()
    {
        Number = CoffConstants.MachineAmd64,
        Machine = Relocs.Machine.X64,
        Kinds = [None, Abs64, Abs32, ImageRel32, Pc32, Pc32, Pc32, Pc32, Pc32, Pc32, SectionNumber16, SecRel32],
        Biases = [0, 0, 0, 0, -4, -5, -6, -7, -8, -9, 0, 0],

        // REL32 is both a call's distance and a variable's; only code before the place tells.
        Choices = [null, null, null, null, [Branch32, Pc32], null, null, null, null, null, null, null],
        Names = new RelocationNames(NameOf, RefusalOf),
        Thunk = [0xFF, 0x25, 0, 0, 0, 0], // jmp *slot(%rip)
        ThunkFixups = [(2, 4)],
    };

    private static readonly string[] Assigned =
    [
        /*  0 */ "ABSOLUTE", "ADDR64", "ADDR32", "ADDR32NB", "REL32", "REL32_1", "REL32_2", "REL32_3",
        /*  8 */ "REL32_4", "REL32_5", "SECTION", "SECREL", "SECREL7", "TOKEN", "SREL32", "PAIR", "SSPAN32",
    ];

    private static string NameOf(ushort type) => type < Assigned.Length ? "IMAGE_REL_AMD64_" + Assigned[type] : $"IMAGE_REL_AMD64_({type})";

    private static string RefusalOf(ushort type) => type switch
    {
        12 => Debug,
        13 => Managed,
        14 or 15 or 16 => Span,
        _ => Unassigned,
    };
}
