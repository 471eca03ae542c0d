using System.Text;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>A fixup that cannot be made, with everything known about it.</summary>
/// <param name="FileName">The object.</param>
/// <param name="Section">The section that is patched.</param>
/// <param name="Offset">Of the place in the section, in bytes.</param>
/// <param name="Kind">The kind, <see cref="RelocKind.Refused"/> where the type has none.</param>
/// <param name="TypeName">The format's own name.</param>
/// <param name="Symbol">The symbol's name, empty where it has none.</param>
/// <param name="S">What the kind's target stands for; <see langword="null"/> where the failure was found before that was known.</param>
/// <param name="A">The addend.</param>
/// <param name="P">Address of the place; <see langword="null"/> where the failure was found before the image had a place.</param>
/// <param name="X">The value that does not fit.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Hint">What to do about it, where that is known.</param>
public sealed record RelocationFailure(
    string FileName, string Section, ulong Offset, RelocKind Kind, string TypeName, string Symbol, ulong? S, long A, ulong? P, long X, string Problem, string? Hint)
{
    /// <summary>One line, always in the same order: file, place, type, symbol, problem, evidence, advice.</summary>
    public override string ToString()
    {
        string addend = A < 0 ? $"−{(A == long.MinValue ? 1UL << 63 : (ulong)-A)}" : $"{A}";
        string evidence = Kind == RelocKind.Refused ? "" : $" ({(S is null ? "" : $"S = 0x{S:x}, ")}A = {addend}{(P is null ? "" : $", P = 0x{P:x}")})";
        string symbol = Symbol.Length == 0 ? "" : $" against '{Symbol}'";
        return $"{FileName}: {Section}+0x{Offset:x}: {TypeName}{symbol}: {Problem}{evidence}{(Hint is null ? "" : $"; {Hint}")}";
    }
}

/// <summary>Fixups that cannot be made: all of the link's, not the first.</summary>
public sealed class RelocationException : Exception
{
    private const int Shown = 20;

    internal RelocationException(RelocationFailure[] failures, LinkRecord? record = null)
        : base(Describe(failures))
    {
        Failures = failures;
        Record = record;
    }

    /// <summary>Every such fixup of the link.</summary>
    public IReadOnlyList<RelocationFailure> Failures { get; }

    /// <summary>Where everything lay, and the fixups that were made, where <see cref="LinkRequest.Record"/> asked for it and the link came so far.</summary>
    public LinkRecord? Record { get; }

    private static string Describe(RelocationFailure[] failures)
    {
        var text = new StringBuilder();
        foreach (RelocationFailure failure in failures.AsSpan(0, Math.Min(failures.Length, Shown)))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(failure);
        }

        return failures.Length <= Shown ? text.ToString() : text.Append($"\n… and {failures.Length - Shown} more").ToString();
    }
}
