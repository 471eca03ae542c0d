namespace Linker.Cli.Input;

/// <summary>Another name for one that the link has.</summary>
/// <param name="Name">The new name.</param>
/// <param name="Of">What it stands for.</param>
internal sealed record Alias(string Name, string Of)
{
    /// <summary>Reads <c>NEW=OLD</c>.</summary>
    internal static bool TryRead(string text, out Alias? alias)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        alias = equals > 0 && equals + 1 < text.Length ? new Alias(text[..equals], text[(equals + 1)..]) : null;
        return alias is not null;
    }
}
