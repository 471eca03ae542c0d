using System.Buffers.Text;

namespace Linker.Loader;

/// <summary>What a section is for, by type where the type says it and by name where only the name does.</summary>
internal static class ElfSectionRoles
{
    /// <summary>The priority of initialisers whose section names none: after all that do.</summary>
    internal const int Last = 65536;

    /// <summary>Whether sections of a type are the format's own book-keeping.</summary>
    internal static bool IsMetadata(uint type) =>
        type is ElfConstants.SectionNull or ElfConstants.SectionSymbolTable or ElfConstants.SectionStringTable or ElfConstants.SectionRela
            or ElfConstants.SectionRel or ElfConstants.SectionCrel or ElfConstants.SectionRelr or ElfConstants.SectionGroup
            or ElfConstants.SectionSymbolIndexes or ElfConstants.SectionHash or ElfConstants.SectionDynamic
            or ElfConstants.SectionDynamicSymbols or ElfConstants.SectionAddressSignificance;

    /// <summary>The role of a section that is not book-keeping, and the priority that its name asks for.</summary>
    internal static SectionRole RoleOf(ElfMachine machine, in ElfSectionHeader header, ReadOnlySpan<byte> name, SectionFlags flags, out int priority)
    {
        priority = Last;
        if ((flags & SectionFlags.Load) == 0)
        {
            return name.SequenceEqual(".note.GNU-stack"u8) ? SectionRole.Metadata : SectionRole.Ordinary;
        }

        if ((flags & SectionFlags.ZeroFill) != 0 || name.IsEmpty)
        {
            return SectionRole.Ordinary;
        }

        return header.Type switch
        {
            var type when type == machine.UnwindSection => SectionRole.Unwind,
            ElfConstants.SectionInitArray => Sorted(name, ".init_array"u8, SectionRole.Initializers, ref priority),
            ElfConstants.SectionFiniArray => Sorted(name, ".fini_array"u8, SectionRole.Finalizers, ref priority),
            ElfConstants.SectionPreinitArray => SectionRole.PreInitializers,
            ElfConstants.SectionProgramBits => ByName(name, ref priority),
            _ => SectionRole.Ordinary,
        };
    }

    private static SectionRole ByName(ReadOnlySpan<byte> name, ref int priority)
    {
        // Nearly all sections are text, data and constants, whose names begin with other letters.
        if (name.Length < ".ctors".Length || name[1] is not ((byte)'e' or (byte)'i' or (byte)'f' or (byte)'p' or (byte)'c' or (byte)'d'))
        {
            return SectionRole.Ordinary;
        }

        if (name.SequenceEqual(".eh_frame"u8))
        {
            return SectionRole.Unwind;
        }

        if (Is(name, ".init_array"u8))
        {
            return Sorted(name, ".init_array"u8, SectionRole.Initializers, ref priority);
        }

        if (Is(name, ".fini_array"u8))
        {
            return Sorted(name, ".fini_array"u8, SectionRole.Finalizers, ref priority);
        }

        if (Is(name, ".preinit_array"u8))
        {
            return SectionRole.PreInitializers;
        }

        return OfStructors(name, ref priority);
    }

    /// <summary>The role of a section by the names that GNU compilers give lists of functions where the format has no types for them.</summary>
    internal static SectionRole OfStructors(ReadOnlySpan<byte> name, ref int priority)
    {
        if (Is(name, ".ctors"u8))
        {
            return Reversed(name, ".ctors"u8, SectionRole.ReversedInitializers, ref priority);
        }

        return Is(name, ".dtors"u8) ? Reversed(name, ".dtors"u8, SectionRole.ReversedFinalizers, ref priority) : SectionRole.Ordinary;
    }

    /// <summary>Whether a name is a given one, alone or with a suffix after a dot.</summary>
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem) =>
        name.StartsWith(stem) && (name.Length == stem.Length || name[stem.Length] == (byte)'.');

    private static SectionRole Sorted(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem, SectionRole role, ref int priority)
    {
        if (TryReadNumber(name, stem, out int number))
        {
            priority = number;
        }

        return role;
    }

    // The numbers of .ctors and .dtors count the other way round: the compilers write 65535 less the priority.
    private static SectionRole Reversed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem, SectionRole role, ref int priority)
    {
        if (TryReadNumber(name, stem, out int number))
        {
            priority = 65535 - number;
        }

        return role;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem, out int number)
    {
        number = 0;
        return name.Length > stem.Length + 1
            && name.StartsWith(stem)
            && Utf8Parser.TryParse(name[(stem.Length + 1)..], out number, out int used)
            && used == name.Length - stem.Length - 1
            && number is >= 0 and <= 65535;
    }
}
