using System.Collections.Frozen;
using System.Text;

namespace Linker.Engine.Host.Linux;

/// <summary>What objects for Apple's systems call things that this system's libraries have under other names. Only names whose functions and variables are the same are here.</summary>
internal static class DarwinNames
{
    private static readonly FrozenDictionary<string, byte[]> Others = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["__stdinp"] = [.. "stdin"u8],
        ["__stdoutp"] = [.. "stdout"u8],
        ["__stderrp"] = [.. "stderr"u8],
        ["__error"] = [.. "__errno_location"u8],
        ["__bzero"] = [.. "bzero"u8],
        ["__exp10"] = [.. "exp10"u8],
        ["__exp10f"] = [.. "exp10f"u8],

        // Apple's buffers have no room for a mask of signals in this library's layout.
        ["setjmp"] = [.. "_setjmp"u8],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a name of a Mach-O object is called here; empty for names that are not C's.</summary>
    internal static ReadOnlySpan<byte> InThisLibrary(in SymbolQuery query)
    {
        ReadOnlySpan<byte> name = query.CName;
        if (name.Length == query.Name.Length)
        {
            return default;
        }

        // Behind a dollar stands which of several variants is meant: read$NOCANCEL, fopen$DARWIN_EXTSN.
        if (name.IndexOf((byte)'$') is var dollar and > 0)
        {
            name = name[..dollar];
        }

        return name is [(byte)'_' or (byte)'s', ..] && Others.TryGetValue(Encoding.UTF8.GetString(name), out byte[]? other) ? other : name;
    }
}
