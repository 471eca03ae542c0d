namespace Linker.Loader.Tests;

/// <summary>How a refusal reads.</summary>
internal static class Refusal
{
    internal static ObjectFormatException Of(ReadOnlyMemory<byte> file, bool includeUnloaded = false) =>
        Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(file, "test.o", includeUnloaded));

    internal static void Says(string text, ReadOnlyMemory<byte> file, bool includeUnloaded = false) =>
        Assert.Contains(text, Of(file, includeUnloaded).Message, StringComparison.Ordinal);
}
