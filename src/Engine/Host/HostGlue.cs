using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host;

/// <summary>Small precompiled objects that this library carries; their sources stand beside them.</summary>
internal static class HostGlue
{
    private static readonly Lazy<LinkGraph> LazyMembers = new(() => Read(""));
    private static readonly Lazy<LinkGraph> LazyThreadExit = new(() => Read("thread-exit-"));

    /// <summary>What a C library keeps out of its shared object.</summary>
    internal static LinkGraph Members => LazyMembers.Value;

    // For COFF there are many names, so the objects themselves are asked. What they define is weak. Few images need what is not in the first.
    private static readonly Lazy<Dictionary<string, LinkGraph>> LazyNames = new(() =>
    {
        var names = new Dictionary<string, LinkGraph>(StringComparer.Ordinal);
        foreach (LinkGraph member in (LinkGraph[])[Members, Read("threads-"), Read("guard-"), Read("guard-eh-"), Read("guard-eh4-")])
        {
            foreach (ref readonly Symbol symbol in member.Symbols)
            {
                if (symbol.Binding == SymbolBinding.Weak)
                {
                    names.Add(member.NameOf(symbol), member);
                }
            }
        }

        return names;
    });

    /// <summary>The member for Windows that defines a name.</summary>
    internal static LinkGraph? OnWindows(string name) => LazyNames.Value.GetValueOrDefault(name);

    /// <summary>The function that ends what a thread has of images.</summary>
    internal static LinkGraph ThreadExit => LazyThreadExit.Value;

    internal static bool Defines(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("atexit"u8) || name.SequenceEqual("at_quick_exit"u8) || name.SequenceEqual("pthread_atfork"u8) || name.SequenceEqual("__stack_chk_fail_local"u8);

    // For this process's machine: x64, arm64.
    private static LinkGraph Read(string prefix)
    {
        string name = $"{(OperatingSystem.IsWindows() ? "windows-" : "")}{prefix}{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.o";
        using Stream stream = typeof(HostGlue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ObjectReader.Read(bytes, name);
    }
}
