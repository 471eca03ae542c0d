using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What the supplement of a machine adds to ELF: numbers that only its objects use. A machine that can be linked is a row of <see cref="All"/>.</summary>
internal sealed record ElfMachine
{
    private static readonly ElfMachine[] All = [ElfX64Relocs.Machine, ElfArm64Relocs.Machine];

    /// <summary><c>e_machine</c>.</summary>
    internal required ushort Number { get; init; }

    /// <summary>The same for the other phases.</summary>
    internal required Machine Machine { get; init; }

    /// <summary>What compilers call it in messages.</summary>
    internal required string Target { get; init; }

    /// <summary>The supplement, in messages.</summary>
    internal required string Document { get; init; }

    /// <summary>Its ABI with 32-bit addresses, which is refused, and what to do.</summary>
    internal required string Narrow { get; init; }

    /// <summary>Indexed by <c>r_type</c>; what lies behind the end is <see cref="RelocKind.Refused"/>.</summary>
    internal required RelocKind[] Kinds { get; init; }

    /// <summary>The words for messages.</summary>
    internal required RelocationNames Names { get; init; }

    /// <summary><c>sh_type</c> of call frame records beside the usual one, 0 without one.</summary>
    internal uint UnwindSection { get; init; }

    /// <summary><c>sh_flags</c> of what may be far away, 0 without one.</summary>
    internal ulong LargeFlag { get; init; }

    /// <summary><c>st_shndx</c> of common symbols that may be far away, 0 without one.</summary>
    internal ushort LargeCommonIndex { get; init; }

    /// <summary>The program property that holds the promises of the object.</summary>
    internal required uint FeatureProperty { get; init; }

    /// <summary>By bit of that property: the promise.</summary>
    internal required ObjectFeatures[] Features { get; init; }

    /// <summary>The machines that can be linked, for messages.</summary>
    internal static string Targets => string.Join(" or ", All.Select(m => m.Target));

    /// <summary>The machine of an <c>e_machine</c>, <see langword="null"/> when it cannot be linked.</summary>
    internal static ElfMachine? Of(ushort number)
    {
        foreach (ElfMachine machine in All)
        {
            if (machine.Number == number)
            {
                return machine;
            }
        }

        return null;
    }

    /// <summary>The <c>e_machine</c> of a machine, which can be linked.</summary>
    internal static ushort NumberOf(Machine machine) => Array.Find(All, m => m.Machine == machine)!.Number;
}
