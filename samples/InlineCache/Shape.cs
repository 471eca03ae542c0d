namespace Linker.Samples.InlineCache;

/// <summary>What objects with the same properties in the same order have in common. Its address says which it is: native code compares it and looks at nothing behind it.</summary>
internal sealed class Shape(string name, params string[] properties)
{
    private const int WordSize = sizeof(long);

    internal string Name => name;

    internal int PropertyCount => properties.Length;

    /// <summary>Nothing lies there; no two shapes have the same.</summary>
    internal nint Address { get; } = NextAddress += WordSize;

    private static nint NextAddress { get; set; } = 0x10000;

    /// <summary>Where a property is in an object, in bytes: behind the shape's address.</summary>
    internal int OffsetOf(string property) => WordSize * (1 + Array.IndexOf(properties, property));
}
