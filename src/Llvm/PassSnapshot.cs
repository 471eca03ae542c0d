namespace Linker.Llvm;

/// <summary>A module between passes.</summary>
/// <param name="Pass">What has just run; empty before the first.</param>
/// <param name="Text">The module as text.</param>
public sealed record PassSnapshot(string Pass, string Text)
{
    /// <summary>The elements of a pipeline, each with what is nested in it.</summary>
    internal static IEnumerable<string> Split(string pipeline)
    {
        int depth = 0, start = 0;
        for (int at = 0; at < pipeline.Length; at++)
        {
            depth += pipeline[at] switch { '(' or '<' => 1, ')' or '>' => -1, _ => 0 };
            if (pipeline[at] == ',' && depth == 0)
            {
                yield return pipeline[start..at];
                start = at + 1;
            }
        }

        yield return pipeline[start..];
    }
}
