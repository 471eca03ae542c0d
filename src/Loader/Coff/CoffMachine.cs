using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What a machine adds to COFF: its relocation types. A machine that can be linked is a row of <see cref="All"/>.</summary>
internal sealed record CoffMachine
{
    private static readonly CoffMachine[] All = [CoffX64Relocs.Machine, CoffArm64Relocs.Machine];

    /// <summary><c>Machine</c> of the file header.</summary>
    internal required ushort Number { get; init; }

    /// <summary>The same for the other phases.</summary>
    internal required Machine Machine { get; init; }

    /// <summary>By type: the kind, <see cref="RelocKind.Refused"/> behind the end.</summary>
    internal required RelocKind[] Kinds { get; init; }

    /// <summary>Kinds that only the instruction at the place tells, by its class; the first that fits is taken. Indexed by type; <see langword="null"/> for all others.</summary>
    internal required RelocKind[]?[] Choices { get; init; }

    /// <summary>By type: from where the format counts distances to the place itself, in bytes.</summary>
    internal required sbyte[] Biases { get; init; }

    /// <summary>The words for messages.</summary>
    internal required RelocationNames Names { get; init; }

    /// <summary>The code that jumps to the address in a slot.</summary>
    internal required byte[] Thunk { get; init; }

    /// <summary>The fixups of the thunk: where, and by which type.</summary>
    internal required (uint Offset, ushort Type)[] ThunkFixups { get; init; }

    /// <summary>The machine of a file, <see langword="null"/> when it cannot be linked.</summary>
    internal static CoffMachine? Of(ushort number)
    {
        foreach (CoffMachine machine in All)
        {
            if (machine.Number == number)
            {
                return machine;
            }
        }

        return null;
    }
}
