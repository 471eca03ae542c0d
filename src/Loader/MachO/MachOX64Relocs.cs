using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>Apple's mach-o/x86_64/reloc.h: the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class MachOX64Relocs
{
    internal static MachOMachine Machine { get; } = new()
    {
        Cpu = MachOConstants.CpuX64,
        Machine = Relocs.Machine.X64,
        Subtractor = 5,
        Types =
        [
            new(None),                // UNSIGNED
            new(Pc32),                // SIGNED
            new(Branch32),            // BRANCH
            new(GotPc32),             // GOT_LOAD
            new(GotPc32),             // GOT
            new(None),                // SUBTRACTOR
            new(Pc32, Behind: 1),     // SIGNED_1
            new(Pc32, Behind: 2),     // SIGNED_2
            new(Pc32, Behind: 4),     // SIGNED_4
            new(GotPc32),             // TLV: the slot of a descriptor
        ],
        Names = new RelocationNames(NameOf, _ => "not assigned by Apple's x86-64 ABI; the object is damaged or newer than this linker"),
    };

    private static readonly string[] Assigned = ["UNSIGNED", "SIGNED", "BRANCH", "GOT_LOAD", "GOT", "SUBTRACTOR", "SIGNED_1", "SIGNED_2", "SIGNED_4", "TLV"];

    private static string NameOf(ushort type) => type < Assigned.Length ? "X86_64_RELOC_" + Assigned[type] : type == MachOMachine.Made ? MachOMachine.MadeName : $"X86_64_RELOC_({type})";
}
