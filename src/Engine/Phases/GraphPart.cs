namespace Linker.Engine;

/// <summary>One graph's part in a binding.</summary>
/// <param name="FirstSymbol">The number of its null symbol in the link.</param>
/// <param name="FirstSection">The number of its null section in the link.</param>
/// <param name="HasDiscarded">Whether some of its sections are left out: others have copies of them, or nothing leads to them.</param>
internal readonly record struct GraphPart(int FirstSymbol, int FirstSection, bool HasDiscarded);
