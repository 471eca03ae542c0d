using System.Buffers;
using System.Buffers.Text;
using System.Numerics;

namespace Linker.Loader;

internal ref partial struct CoffReader
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\0"u8);

    /// <summary>Reads the options in <c>.drectve</c> sections: separated by blanks, in quotes where they have blanks in them.</summary>
    private void ReadDirectives()
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            ref readonly CoffSectionHeader header = ref _headers[i];
            if ((header.Characteristics & CoffConstants.SectionInfo) == 0 || header.RawSize == 0 || !_file.Bytes.Slice(ShortName(HeaderOffset(i))).SequenceEqual(".drectve"u8))
            {
                continue;
            }

            FileRange range = _file.Range(header.RawOffset, header.RawSize, "section", i + 1);
            Charge(range.Size, $"section header {i + 1}, PointerToRawData", HeaderOffset(i));
            ReadOnlySpan<byte> text = _file.Bytes.Slice(range);
            int at = text.StartsWith("\ufeff"u8) ? 3 : 0;
            while (at < text.Length)
            {
                if (Blanks.Contains(text[at]))
                {
                    at++;
                    continue;
                }

                int end = EndOf(text, at);
                Add(text, at, end, range.Offset);
                at = end;
            }
        }
    }

    private static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        bool isQuoted = false;
        for (int i = start; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && Blanks.Contains(text[i]))
            {
                return i;
            }
        }

        return text.Length;
    }

    private void Add(ReadOnlySpan<byte> text, int start, int end, uint offset)
    {
        (start, end) = Unquoted(text, start, end);
        ReadOnlySpan<byte> option = text[start..end];
        int colon = option.IndexOf((byte)':');
        DirectiveKind kind = colon < 2 ? DirectiveKind.Unknown : KindOf(option[1..colon]);
        if (kind != DirectiveKind.Unknown)
        {
            (start, end) = Unquoted(text, start + colon + 1, end);
        }

        (_directives ??= []).Add(new Directive(kind, new FileRange(offset + (uint)start, (uint)(end - start))));
    }

    private static (int Start, int End) Unquoted(ReadOnlySpan<byte> text, int start, int end) =>
        end - start >= 2 && text[start] == (byte)'"' && text[end - 1] == (byte)'"' ? (start + 1, end - 1) : (start, end);

    private static DirectiveKind KindOf(ReadOnlySpan<byte> option)
    {
        Span<byte> lower = stackalloc byte[16];
        return System.Text.Ascii.ToLower(option, lower, out int size) != OperationStatus.Done ? DirectiveKind.Unknown : lower[..size] switch
        {
            var o when o.SequenceEqual("defaultlib"u8) => DirectiveKind.DefaultLibrary,
            var o when o.SequenceEqual("export"u8) => DirectiveKind.Export,
            var o when o.SequenceEqual("include"u8) => DirectiveKind.Include,
            var o when o.SequenceEqual("alternatename"u8) => DirectiveKind.AlternateName,
            var o when o.SequenceEqual("failifmismatch"u8) => DirectiveKind.FailIfMismatch,
            var o when o.SequenceEqual("exclude-symbols"u8) => DirectiveKind.ExcludeSymbols,
            var o when o.SequenceEqual("aligncomm"u8) => DirectiveKind.AlignCommon,
            _ => DirectiveKind.Unknown,
        };
    }

    // Names that only directives have become symbols behind those of the file.
    private readonly int DirectiveSymbolCount()
    {
        int count = 0;
        foreach (Directive directive in _directives ?? [])
        {
            count += directive.Kind switch { DirectiveKind.Include or DirectiveKind.Export => 1, DirectiveKind.AlternateName => 2, _ => 0 };
        }

        return count;
    }

    private readonly void AddDirectiveSymbols(Span<Symbol> symbols, int next)
    {
        Dictionary<string, int>? byName = null;
        foreach (Directive directive in _directives ?? [])
        {
            ReadOnlySpan<byte> text = _file.Bytes.Slice(directive.Argument);
            int equals = text.IndexOf((byte)'=');
            switch (directive.Kind)
            {
                case DirectiveKind.Include:
                    symbols[next++] = new Symbol { Name = directive.Argument, Binding = SymbolBinding.Global };
                    break;
                case DirectiveKind.Export:
                    // NAME[=INTERNAL][,@ORDINAL][,DATA]: the object has the internal one.
                    int comma = text.IndexOf((byte)',');
                    int start = equals >= 0 && (comma < 0 || equals < comma) ? equals + 1 : 0;
                    symbols[next++] = new Symbol { Name = Part(directive.Argument, start, comma < 0 ? text.Length : Math.Max(comma, start)), Binding = SymbolBinding.Global };
                    break;
                case DirectiveKind.AlternateName:
                    if (equals < 0)
                    {
                        Throw.Format(FileName, "directive /ALTERNATENAME", -1, directive.Argument.Offset, 0, "NAME=OTHER is expected");
                    }

                    symbols[next] = new Symbol { Name = Part(directive.Argument, 0, equals), Binding = SymbolBinding.Weak, Value = (ulong)next + 1 };
                    symbols[next + 1] = new Symbol { Name = Part(directive.Argument, equals + 1, text.Length), Binding = SymbolBinding.Weak };
                    next += 2;
                    break;
                case DirectiveKind.ExcludeSymbols:
                    foreach (Range range in text.Split((byte)','))
                    {
                        if (Find(ref byName, symbols, text[range]) is var hidden and > 0)
                        {
                            symbols[hidden] = symbols[hidden] with { Visibility = SymbolVisibility.Hidden };
                        }
                    }

                    break;
                case DirectiveKind.AlignCommon:
                    AlignCommon(ref byName, symbols, text, directive.Argument);
                    break;
            }
        }
    }

    private static FileRange Part(FileRange range, int start, int end) => new(range.Offset + (uint)start, (uint)(end - start));

    private readonly void AlignCommon(ref Dictionary<string, int>? byName, Span<Symbol> symbols, ReadOnlySpan<byte> text, FileRange range)
    {
        int comma = text.LastIndexOf((byte)',');
        if (comma < 0 || !Utf8Parser.TryParse(text[(comma + 1)..], out uint exponent, out int used) || used != text.Length - comma - 1 || exponent > 13)
        {
            Throw.Format(FileName, "directive -aligncomm", -1, range.Offset, 0, "NAME,EXPONENT is expected");
            return;
        }

        (int start, int end) = Unquoted(text, 0, comma);
        if (Find(ref byName, symbols, text[start..end]) is var common and > 0 && symbols[common].Place == SymbolPlace.Common)
        {
            symbols[common] = symbols[common] with { Value = Math.Max(symbols[common].Value, 1UL << (int)exponent) };
        }
    }

    /// <summary>The symbol that the object defines under a name, 0 without one. The names are sorted the first time.</summary>
    private readonly int Find(ref Dictionary<string, int>? byName, ReadOnlySpan<Symbol> symbols, ReadOnlySpan<byte> name)
    {
        if (byName is null)
        {
            byName = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 1; i < symbols.Length; i++)
            {
                if (symbols[i].Binding != SymbolBinding.Local && symbols[i].Name.Size != 0 && (symbols[i].Place != SymbolPlace.Undefined || !symbols[i].Alternate.IsNull))
                {
                    byName.TryAdd(System.Text.Encoding.Latin1.GetString(_file.Bytes.Slice(symbols[i].Name)), i);
                }
            }
        }

        return byName.GetValueOrDefault(System.Text.Encoding.Latin1.GetString(name));
    }
}
