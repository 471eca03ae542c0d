namespace Linker.Engine;

/// <summary>A function that was called and could not be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Exception">Why.</param>
public readonly record struct LazyFailure(string Name, Exception Exception);
