namespace Linker.Cli.Output;

/// <summary>An instruction, cut into fields by a row's letters.</summary>
/// <param name="Bits">The row's 32 letters.</param>
/// <param name="Value">The instruction.</param>
/// <param name="Address">Where it stands.</param>
internal readonly record struct A64Word(string Bits, uint Value, ulong Address)
{
    /// <summary>A field; 0 where the row has none of this letter.</summary>
    internal uint this[char letter] => Read(letter).Value;

    /// <summary>Fields one after another, the first highest.</summary>
    internal ulong Unsigned(string letters) => Join(letters).Value;

    /// <summary>The same as a signed number.</summary>
    internal long Signed(string letters)
    {
        (ulong value, int width) = Join(letters);
        return (long)(value << 64 - width) >> 64 - width;
    }

    private (ulong Value, int Width) Join(string letters)
    {
        ulong value = 0;
        int width = 0;
        foreach (char letter in letters)
        {
            (uint field, int fieldWidth) = Read(letter);
            value = value << fieldWidth | field;
            width += fieldWidth;
        }

        return (value, width);
    }

    private (uint Value, int Width) Read(char letter)
    {
        uint value = 0;
        int width = 0;
        for (int i = 0; i < 32; i++)
        {
            if (Bits[i] == letter)
            {
                value = value << 1 | Value >> 31 - i & 1;
                width++;
            }
        }

        return (value, width);
    }
}
