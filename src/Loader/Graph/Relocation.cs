using Linker.Relocs;

namespace Linker.Loader;

/// <summary>One dependency of a place on a symbol: 24 bytes, PC bias and addends in the place already folded into <paramref name="Addend"/>.</summary>
/// <param name="Addend">A.</param>
/// <param name="Offset">Of the place, in bytes from the start of the section it patches; proved to lie inside it.</param>
/// <param name="Target">The symbol that S stands for, or the null symbol, whose address is 0.</param>
/// <param name="Subtrahend">A second symbol that is subtracted, or the null symbol.</param>
/// <param name="Kind">The row of <see cref="RelocTable"/>.</param>
/// <param name="FormatType">The format's own number, for messages and inspection.</param>
public readonly record struct Relocation(long Addend, uint Offset, SymbolId Target, SymbolId Subtrahend, RelocKind Kind, ushort FormatType);
