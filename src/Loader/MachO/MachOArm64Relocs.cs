using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>Apple's mach-o/arm64/reloc.h: the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class MachOArm64Relocs
{
    private const string Authenticated = "it signs a pointer, which only the arm64e ABI does; recompile for arm64";
    private const string Unassigned = "not assigned by Apple's arm64 ABI; the object is damaged or newer than this linker";

    internal static MachOMachine Machine { get; } = new()
    {
        Cpu = MachOConstants.CpuArm64,
        Machine = Relocs.Machine.Arm64,
        Subtractor = 1,
        Addend = 10,
        Types =
        [
            new(None),                                                            // UNSIGNED
            new(None),                                                            // SUBTRACTOR
            new(A64Branch26, Addend: AddendPlace.Record, IsRelative: true),       // BRANCH26
            new(A64Page21, Addend: AddendPlace.Record, IsRelative: true),         // PAGE21
            new(A64Add12, Addend: AddendPlace.Record, Choices: [A64Add12, A64LdSt8Offset12, A64LdSt16Offset12, A64LdSt32Offset12, A64LdSt64Offset12, A64LdSt128Offset12]), // PAGEOFF12
            new(A64GotPage21, Addend: AddendPlace.Record, IsRelative: true),      // GOT_LOAD_PAGE21
            new(A64GotLd64Offset12, Addend: AddendPlace.Record),                  // GOT_LOAD_PAGEOFF12
            new(GotPc32, Addend: AddendPlace.None, Wide: GotSlot64),              // POINTER_TO_GOT
            new(A64GotPage21, Addend: AddendPlace.Record, IsRelative: true),      // TLVP_LOAD_PAGE21: the slot of a descriptor
            new(A64GotLd64Offset12, Addend: AddendPlace.Record),                  // TLVP_LOAD_PAGEOFF12
            new(None),                                                            // ADDEND
            new(Refused),                                                         // AUTHENTICATED_POINTER
        ],
        Names = new RelocationNames(NameOf, type => type == 11 ? Authenticated : Unassigned),
    };

    private static readonly string[] Assigned =
    [
        "UNSIGNED", "SUBTRACTOR", "BRANCH26", "PAGE21", "PAGEOFF12", "GOT_LOAD_PAGE21", "GOT_LOAD_PAGEOFF12", "POINTER_TO_GOT",
        "TLVP_LOAD_PAGE21", "TLVP_LOAD_PAGEOFF12", "ADDEND", "AUTHENTICATED_POINTER",
    ];

    private static string NameOf(ushort type) => type < Assigned.Length ? "ARM64_RELOC_" + Assigned[type] : type == MachOMachine.Made ? MachOMachine.MadeName : $"ARM64_RELOC_({type})";
}
