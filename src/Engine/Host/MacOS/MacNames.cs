using Linker.Loader;

namespace Linker.Engine.Host.MacOS;

/// <summary>Names as macOS's dynamic linker sees them, which are C's: without the underscore that objects have before each. Written to the documentation and not run.</summary>
internal sealed class MacNames : IHostNames
{
    public SymbolAnswer Find(in SymbolQuery query) =>
        query.CName.Length < query.Name.Length && AddressOf(query.CName) is var address and not 0 ? SymbolAnswer.At((ulong)address) : SymbolAnswer.NotFound;

    /// <summary>The address of C's name, 0 when no library has it.</summary>
    internal static nint AddressOf(ReadOnlySpan<byte> name)
    {
        byte[] text = new byte[name.Length + 1];
        name.CopyTo(text);
        return Mac.DlSym(Mac.DefaultScope, ref text[0]);
    }
}
