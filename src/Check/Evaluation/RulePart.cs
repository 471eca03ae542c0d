namespace Linker.Check;

/// <summary>A part of a rule and what came out of it.</summary>
/// <param name="Text">The part as it stands in the rule.</param>
/// <param name="Value">Its value; <see langword="null"/> where it has none.</param>
/// <param name="Note">Where the value comes from; for a part without a value, why.</param>
/// <param name="Parts">What it was computed from.</param>
public sealed record RulePart(string Text, ulong? Value, string Note, IReadOnlyList<RulePart> Parts)
{
    /// <summary>The sections that its value is an address in, as far as it was computed from such an address.</summary>
    internal Region? Region { get; init; }

    /// <summary>Whether the note says why there is no value; otherwise one of the parts has none.</summary>
    internal bool IsCulprit => Value is null && Note.Length > 0;

    /// <summary>The parts that have no value through their own fault.</summary>
    internal IEnumerable<RulePart> Culprits => IsCulprit ? [this] : Parts.SelectMany(p => p.Culprits);
}

/// <summary>A range of target addresses.</summary>
/// <param name="Address">Of its first byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsZeroFill">Whether it reads as zero whatever lies there: thread-local zero-fill has addresses that other things have too.</param>
internal sealed record Region(ulong Address, ulong Size, bool IsZeroFill)
{
    internal bool Contains(ulong address, int size) => address - Address <= Size && (ulong)size <= Size - (address - Address);
}
