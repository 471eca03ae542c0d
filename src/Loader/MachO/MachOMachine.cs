using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What a machine adds to Mach-O: its relocation types. A machine that can be linked is a row of <see cref="All"/>.</summary>
internal sealed record MachOMachine
{
    /// <summary>What stands for <see cref="Addend"/> where addends stand in the places.</summary>
    internal const byte NoAddend = 0xff;

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

/// <summary>A relocation type.</summary>
/// <param name="Kind">What it is here; <see cref="RelocKind.Refused"/> for those that are not applied, <see cref="RelocKind.None"/> where only the length tells.</param>
/// <param name="IsRelative">Whether the value counts from behind the field (x86-64), or from the place.</param>
/// <param name="Behind">Bytes between the field and the end of the instruction, which distances count from.</param>
/// <param name="IsInstruction">Whether the addend stands in a record of its own and not in the place.</param>
/// <param name="Choices">Kinds that only the instruction at the place tells, by its class; the first that fits is taken.</param>
internal sealed record MachOType(RelocKind Kind, bool IsRelative = false, int Behind = 0, bool IsInstruction = false, RelocKind[]? Choices = null);
