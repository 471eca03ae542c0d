using System.Text;

namespace Linker.Engine;

/// <summary>A patch point that a link was asked for and cannot make.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Address">Where it is; <see langword="null"/> where it is nowhere.</param>
/// <param name="Problem">What is wrong, and what to do about it.</param>
public sealed record PatchPointFailure(ulong Id, nint? Address, string Problem)
{
    /// <summary>One line: number, place, problem.</summary>
    public override string ToString() => $"patch point {Id}{(Address is { } address ? $" at 0x{address:x}" : "")}: {Problem}";
}

/// <summary>Patch points that cannot be made: all of the link's that were found, not the first.</summary>
public sealed class PatchPointException : Exception
{
    internal PatchPointException(string name, IReadOnlyList<PatchPointFailure> failures)
        : base(Describe(name, failures)) => Failures = failures;

    /// <summary>Every such patch point.</summary>
    public IReadOnlyList<PatchPointFailure> Failures { get; }

    private static string Describe(string name, IReadOnlyList<PatchPointFailure> failures)
    {
        var text = new StringBuilder();
        foreach (PatchPointFailure failure in failures)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append($"{name}: {failure}");
        }

        return text.ToString();
    }
}
