using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host;

/// <summary>Small precompiled objects that this library carries; their sources stand beside them.</summary>
internal static class HostGlue
{
    private static readonly Lazy<LinkGraph> LazyMembers = new(() => Read(OperatingSystem.IsWindows() ? "windows-" : ""));
    private static readonly Lazy<LinkGraph> LazyDarwin = new(() => Read("darwin-"));
    private static readonly Lazy<LinkGraph> LazyThreadExit = new(() => Read("thread-exit-"));

    private static readonly Lazy<LinkGraph> LazyLazyGate = new(() => Read(OperatingSystem.IsWindows() ? "lazy-windows-" : "lazy-"));

    /// <summary>What a C library keeps out of its shared object.</summary>
    internal static LinkGraph Members => LazyMembers.Value;

    /// <summary>What Apple's C library has and others have not, and what compilers for its systems call.</summary>
    internal static LinkGraph Darwin => LazyDarwin.Value;

    // Where there are many names, the objects themselves are asked. What they define is weak. Few images for Windows need what is not in the first.
    private static readonly Lazy<Dictionary<string, LinkGraph>> LazyNames = new(() => NamesOf(Members, Read("windows-threads-"), Read("windows-guard-"), Read("windows-guard-eh-"), Read("windows-guard-eh4-")));
    private static readonly Lazy<Dictionary<string, LinkGraph>> LazyDarwinNames = new(() => NamesOf(Darwin));

    /// <summary>The member for Windows that defines a name.</summary>
    internal static LinkGraph? OnWindows(string name) => LazyNames.Value.GetValueOrDefault(name);

    /// <summary>Whether the members for Mach-O define a name.</summary>
    internal static bool DefinesInMachO(string name) => LazyDarwinNames.Value.ContainsKey(name);

    /// <summary>The function that ends what a thread has of images; on Linux.</summary>
    internal static LinkGraph ThreadExit => LazyThreadExit.Value;

    /// <summary>What keeps the arguments of a call while the function is found; see <see cref="LazyGate"/>.</summary>
    internal static LinkGraph LazyGate => LazyLazyGate.Value;

    /// <summary>The shared library that gdb knows the list of objects by; on Linux.</summary>
    internal static byte[] GdbLibrary => ReadBytes($"gdb-{MachineName}.so");

    internal static bool Defines(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("atexit"u8) || name.SequenceEqual("at_quick_exit"u8) || name.SequenceEqual("pthread_atfork"u8) || name.SequenceEqual("__stack_chk_fail_local"u8);

    private static Dictionary<string, LinkGraph> NamesOf(params ReadOnlySpan<LinkGraph> members)
    {
        var names = new Dictionary<string, LinkGraph>(StringComparer.Ordinal);
        foreach (LinkGraph member in members)
        {
            foreach (ref readonly Symbol symbol in member.Symbols)
            {
                if (symbol.Binding == SymbolBinding.Weak && (symbol.IsDefined || !symbol.Alternate.IsNull))
                {
                    names.Add(member.NameOf(symbol), member);
                }
            }
        }

        return names;
    }

    // For this process's machine: x64, arm64.
    private static string MachineName => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static LinkGraph Read(string prefix)
    {
        string name = $"{prefix}{MachineName}.o";
        return ObjectReader.Read(ReadBytes(name), name);
    }

    private static byte[] ReadBytes(string name)
    {
        using Stream stream = typeof(HostGlue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
