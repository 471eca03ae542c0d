namespace Linker.Loader;

/// <summary>Looks among items that are sorted by address.</summary>
internal static class SortedItems
{
    /// <summary>The address of an item.</summary>
    internal delegate ulong AddressOf<T>(in T item);

    /// <summary>How many items are at an address or before it: the last of them is the one that reaches it, if any does.</summary>
    /// <param name="sorted">In ascending order of their addresses.</param>
    /// <param name="address">The address.</param>
    /// <param name="addressOf">What they are sorted by.</param>
    internal static int CountUpTo<T>(ReadOnlySpan<T> sorted, ulong address, AddressOf<T> addressOf)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            (low, high) = addressOf(in sorted[middle]) <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
