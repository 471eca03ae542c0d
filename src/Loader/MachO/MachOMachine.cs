using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What a machine adds to Mach-O: its relocation types. A machine that can be linked is a row of <see cref="All"/>.</summary>
internal sealed record MachOMachine
{
    /// <summary>What stands for <see cref="Addend"/> where addends stand in the places.</summary>
    internal const byte NoAddend = 0xff;

    /// <summary>The type of relocations that no record of the file says.</summary>
    internal const ushort Made = ushort.MaxValue;

    /// <summary>How messages call it.</summary>
    internal const string MadeName = "(made by the reader)";

    private static readonly MachOMachine[] All = [MachOX64Relocs.Machine, MachOArm64Relocs.Machine];

    /// <summary><c>cputype</c> of the file header.</summary>
    internal required uint Cpu { get; init; }

    /// <summary>The same for the other phases.</summary>
    internal required Machine Machine { get; init; }

    /// <summary>By type: what it is and what its record may say.</summary>
    internal required MachOType[] Types { get; init; }

    /// <summary>The type whose record is followed by that of the address it is subtracted from.</summary>
    internal required byte Subtractor { get; init; }

    /// <summary>The type whose record has an addend for the one after it.</summary>
    internal byte Addend { get; init; } = NoAddend;

    /// <summary>By the logarithm of its bytes: an address that only its length tells.</summary>
    internal static readonly RelocKind[] Words = [RelocKind.Abs8, RelocKind.Abs16, RelocKind.AbsU32, RelocKind.Abs64];

    /// <summary>The same for a distance between two symbols.</summary>
    internal static readonly RelocKind[] Differences = [RelocKind.Diff8, RelocKind.Diff16, RelocKind.Diff32, RelocKind.Diff64];

    /// <summary>The words for messages.</summary>
    internal required RelocationNames Names { get; init; }

    /// <summary>The machine of a file, <see langword="null"/> when it cannot be linked.</summary>
    internal static MachOMachine? Of(uint cpu)
    {
        foreach (MachOMachine machine in All)
        {
            if (machine.Cpu == cpu)
            {
                return machine;
            }
        }

        return null;
    }
}

/// <summary>Where the addend of a relocation type stands.</summary>
internal enum AddendPlace : byte
{
    /// <summary>In the place that is patched.</summary>
    Field,

    /// <summary>In a record of its own, before that of the type; 0 without one. The place is an instruction.</summary>
    Record,

    /// <summary>Nowhere: there is none, whatever the place holds.</summary>
    None,
}

/// <summary>A relocation type.</summary>
/// <param name="Kind">What it is here; <see cref="RelocKind.Refused"/> for those that are not applied, <see cref="RelocKind.None"/> where only the length tells.</param>
/// <param name="Behind">Bytes between the field and the end of the instruction, which distances count from.</param>
/// <param name="Addend">Where its addend stands.</param>
/// <param name="IsRelative">Of instructions: whether their records say that the value counts from the place.</param>
/// <param name="Choices">Kinds that only the instruction at the place tells, by its class; the first that fits is taken.</param>
/// <param name="Wide">What it is in a record of eight bytes that is not relative, <see cref="RelocKind.None"/> where there is no such.</param>
internal sealed record MachOType(
    RelocKind Kind, int Behind = 0, AddendPlace Addend = AddendPlace.Field, bool IsRelative = false, RelocKind[]? Choices = null, RelocKind Wide = RelocKind.None);
