using Linker.Loader;

namespace Linker.Engine.Host;

/// <summary>Small precompiled objects that this library carries; their sources stand beside them.</summary>
internal static class HostGlue
{
    private static readonly Lazy<LinkGraph> LazyMembers = new(() => Read("x64.o"));

    /// <summary>What a C library keeps out of its shared object.</summary>
    internal static LinkGraph Members => LazyMembers.Value;

    internal static bool Defines(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("atexit"u8) || name.SequenceEqual("at_quick_exit"u8) || name.SequenceEqual("pthread_atfork"u8) || name.SequenceEqual("__stack_chk_fail_local"u8);

    internal static LinkGraph Read(string name)
    {
        using Stream stream = typeof(HostGlue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ObjectReader.Read(bytes, name);
    }
}
