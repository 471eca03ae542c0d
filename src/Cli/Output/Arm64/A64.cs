namespace Linker.Cli.Output;

/// <summary>A64 instructions as text, in the form that LLVM prints. What the rows do not know is shown as <c>.inst</c>: nothing is guessed.</summary>
internal static class A64
{
    // By bits 28:25, the groups of the architecture's own first table.
    private static readonly A64Row[][] Groups = Group([.. A64Branches.Rows, .. A64Integers.Rows, .. A64Memory.Rows, .. A64Atomics.Rows, .. A64Floats.Rows, .. A64Vectors.Rows]);

    /// <summary>Every row once: what tests go through.</summary>
    internal static IEnumerable<A64Row> Rows => Groups.SelectMany(g => g).Distinct();

    /// <summary>What an instruction does, and how it would be written as data where that is not known here.</summary>
    /// <param name="word">The instruction.</param>
    /// <param name="address">Where it stands; branches and page addresses are shown as what they lead to.</param>
    internal static string Text(uint word, ulong address) => TryText(word, address) ?? $".inst 0x{word:x8}";

    /// <summary>What an instruction does; null where that is not known here.</summary>
    internal static string? TryText(uint word, ulong address)
    {
        foreach (A64Row row in Groups[word >> 25 & 15])
        {
            if (row.TryText(word, address) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Where a branch leads; null for all else.</summary>
    internal static ulong? BranchTarget(uint word, ulong address)
    {
        int? offset = word switch
        {
            _ when (word & 0x7c000000) == 0x14000000 => (int)(word << 6) >> 4, // b, bl
            _ when (word & 0xff000000) == 0x54000000 || (word & 0x7e000000) == 0x34000000 => (int)(word << 8) >> 11 & ~3, // b.cond, cbz
            _ when (word & 0x7e000000) == 0x36000000 => (int)(word << 13) >> 16 & ~3, // tbz
            _ => null,
        };
        return offset is { } distance ? address + (ulong)distance : null;
    }

    private static A64Row[][] Group(A64Row[] rows) =>
        [.. Enumerable.Range(0, 16).Select(group => rows.Where(row => row.IsInGroup((uint)group)).ToArray())];
}
