using System.Globalization;
using System.Text;

namespace Linker.Bench.Inputs;

/// <summary>Many objects out of one: the numbers in its names are patched, so all have the same layout and no two the same name.</summary>
/// <param name="bytes">The object whose names end in <c>_00000</c>.</param>
/// <param name="entry">What it defines, without the number.</param>
internal sealed class NumberedObject(ReadOnlyMemory<byte> bytes, string entry)
{
    /// <summary>The callee of the first object, which nobody defines.</summary>
    private const int Nobody = 99_999;

    /// <summary>Numbers 0 to <paramref name="count"/> − 1.</summary>
    internal IReadOnlyList<ObjectBytes> Many(int count) => [.. Enumerable.Range(0, count).Select(Number)];

    /// <summary>The object with a number, which calls the one before it, where it calls any.</summary>
    internal ObjectBytes Number(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Nobody);
        byte[] copy = bytes.ToArray();
        Patch(copy, $"{entry}_00000", NameOf(number));
        Patch(copy, "prev_00000", NameOf(number == 0 ? Nobody : number - 1));
        return new ObjectBytes($"{NameOf(number)}.o", copy, new Entry(NameOf(number), IsExported: true));
    }

    private string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{entry}_{number:D5}");

    private static void Patch(Span<byte> bytes, string old, string name)
    {
        byte[] from = Encoding.ASCII.GetBytes(old + '\0');
        byte[] to = Encoding.ASCII.GetBytes(name + '\0');
        for (int at = bytes.IndexOf(from); at >= 0; at = bytes.IndexOf(from))
        {
            to.CopyTo(bytes[at..]);
            bytes = bytes[(at + to.Length)..];
        }
    }
}
