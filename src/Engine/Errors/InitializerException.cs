namespace Linker.Engine;

/// <summary>A function that prepares an image says that it cannot. The image is gone again.</summary>
/// <remarks>In COFF objects those are the functions of <c>.CRT$XI</c>, which return 0 when all is well; a program in which one does not, ends before its <c>main</c>.</remarks>
public sealed class InitializerException : Exception
{
    internal InitializerException(string image, int number, int count, int result)
        : base($"{image}: function {number} of {count} in its .CRT$XI sections returned {result}, not 0") => Result = result;

    /// <summary>What the function returned.</summary>
    public int Result { get; }
}
