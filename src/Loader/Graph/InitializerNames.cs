using System.Buffers.Text;

namespace Linker.Loader;

/// <summary>What the names of sections say of the lists of functions in them, whatever the format.</summary>
internal static class InitializerNames
{
    /// <summary>The priority of initialisers whose section names none: after all that do.</summary>
    internal const int Last = 65536;

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
    internal static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem) =>
        name.StartsWith(stem) && (name.Length == stem.Length || name[stem.Length] == (byte)'.');

    /// <summary>The number behind a name and a dot.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stem, out int number)
    {
        number = 0;
        return name.Length > stem.Length + 1
            && name.StartsWith(stem)
            && Utf8Parser.TryParse(name[(stem.Length + 1)..], out number, out int used)
            && used == name.Length - stem.Length - 1
            && number is >= 0 and <= 65535;
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
}
