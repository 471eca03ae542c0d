using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host;

/// <summary>Small precompiled objects that this library carries; their sources stand beside them.</summary>
internal static class HostGlue
{
    private static readonly Lazy<LinkGraph> LazyMembers = new(() => Read(OperatingSystem.IsWindows() ? "windows-" : ""));
    private static readonly Lazy<LinkGraph> LazyDarwin = new(() => Read("darwin-"));
    private static readonly Lazy<LinkGraph> LazyThreadExit = new(() => Read(OperatingSystem.IsWindows() ? "windows-thread-exit-" : "thread-exit-"));

    /// <summary>What a C library keeps out of its shared object.</summary>
    internal static LinkGraph Members => LazyMembers.Value;

    /// <summary>What Apple's C library has and others have not, and what compilers for its systems call.</summary>
    internal static LinkGraph Darwin => LazyDarwin.Value;

    // The names of the members where there are many: what the objects themselves say.
    private static readonly Lazy<HashSet<string>> LazyNames = new(() => WeakNamesOf(Members));
    private static readonly Lazy<HashSet<string>> LazyDarwinNames = new(() => WeakNamesOf(Darwin));

    /// <summary>Whether the members for Windows define a name.</summary>
    internal static bool DefinesOnWindows(string name) => LazyNames.Value.Contains(name);

    /// <summary>Whether the members for Mach-O define a name.</summary>
    internal static bool DefinesInMachO(string name) => LazyDarwinNames.Value.Contains(name);

    /// <summary>The function that ends what a thread has of images.</summary>
    internal static LinkGraph ThreadExit => LazyThreadExit.Value;

    internal static bool Defines(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("atexit"u8) || name.SequenceEqual("at_quick_exit"u8) || name.SequenceEqual("pthread_atfork"u8) || name.SequenceEqual("__stack_chk_fail_local"u8);

    private static HashSet<string> WeakNamesOf(LinkGraph graph)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Binding == SymbolBinding.Weak && symbol.IsDefined)
            {
                names.Add(graph.NameOf(symbol));
            }
        }

        return names;
    }

    // For this process's machine: x64, arm64.
    private static LinkGraph Read(string prefix)
    {
        string name = $"{prefix}{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.o";
        using Stream stream = typeof(HostGlue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ObjectReader.Read(bytes, name);
    }
}
