using Linker.Relocs;

namespace Linker.Cli.Output;

/// <summary>The instruction that a fixup has patched.</summary>
internal static class FixupInstruction
{
    /// <summary>Begins the names of the kinds whose place is an A64 instruction, the whole of it.</summary>
    private const string A64Kinds = "A64";

    /// <summary>The instruction as it is now; null where the place is data, or a piece of an instruction as on x86-64.</summary>
    /// <param name="kind">A <see cref="RelocKind"/>'s name.</param>
    /// <param name="after">The bytes of the place, little-endian.</param>
    /// <param name="place">The address of the place.</param>
    internal static string? Of(string kind, ulong after, ulong place) => kind.StartsWith(A64Kinds, StringComparison.Ordinal) ? A64.Text((uint)after, place) : null;
}
