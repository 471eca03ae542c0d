namespace Linker.Loader;

/// <summary>Turns the bytes of an object file into a <see cref="LinkGraph"/>.</summary>
/// <example>
/// <code>
/// LinkGraph graph = ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o");
/// </code>
/// </example>
public static class ObjectReader
{
}
