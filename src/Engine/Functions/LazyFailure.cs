namespace Linker.Engine;

/// <summary>A function that was called and could not be made.</summary>
/// <param name="Index">Of its stub.</param>
/// <param name="Name">Its name.</param>
/// <param name="Exception">Why.</param>
internal readonly record struct LazyFailure(int Index, string Name, Exception Exception);
