namespace Linker.Loader;

/// <summary>What a section is for, by type where the type says it and by name where only the name does.</summary>
internal static class ElfSectionRoles
{
    /// <summary>Whether sections of a type are the format's own book-keeping.</summary>
    internal static bool IsMetadata(uint type) =>
        type is ElfConstants.SectionNull or ElfConstants.SectionSymbolTable or ElfConstants.SectionStringTable or ElfConstants.SectionRela
            or ElfConstants.SectionRel or ElfConstants.SectionCrel or ElfConstants.SectionRelr or ElfConstants.SectionGroup
            or ElfConstants.SectionSymbolIndexes or ElfConstants.SectionHash or ElfConstants.SectionDynamic
            or ElfConstants.SectionDynamicSymbols or ElfConstants.SectionAddressSignificance;

    /// <summary>The role of a section that is not book-keeping, and the priority that its name asks for.</summary>
    internal static SectionRole RoleOf(ElfMachine machine, in ElfSectionHeader header, ReadOnlySpan<byte> name, SectionFlags flags, out int priority)
    {
        priority = InitializerNames.Last;
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
        if (name.Length < ".ctors".Length || name[1] is not ((byte)'e' or (byte)'i' or (byte)'f' or (byte)'p' or (byte)'c' or (byte)'d' or (byte)'l'))
        {
            return SectionRole.Ordinary;
        }

        if (name.SequenceEqual(".eh_frame"u8))
        {
            return SectionRole.Unwind;
        }

        if (name.SequenceEqual(".llvm_stackmaps"u8))
        {
            return SectionRole.StackMaps;
        }

        if (InitializerNames.Is(name, ".init_array"u8))
        {
            return Sorted(name, ".init_array"u8, SectionRole.Initializers, ref priority);
        }

        if (InitializerNames.Is(name, ".fini_array"u8))
        {
            return Sorted(name, ".fini_array"u8, SectionRole.Finalizers, ref priority);
        }

        if (InitializerNames.Is(name, ".preinit_array"u8))
        {
            return SectionRole.PreInitializers;
        }

        return InitializerNames.OfStructors(name, ref priority);
    }

    private static SectionRole Sorted(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem, SectionRole role, ref int priority)
    {
        if (InitializerNames.TryReadNumber(name, stem, out int number))
        {
            priority = number;
        }

        return role;
    }
}
