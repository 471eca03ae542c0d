using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Samples.PluginHost;

/// <summary>A loaded plugin: an image, linked by a linker of its own, so that plugins may define what names they like and see none of each other's.</summary>
internal sealed unsafe class Plugin : IDisposable
{
    // Which plugin this thread is loading: its initialisers register functions without saying whose they are.
    [ThreadStatic]
    private static Plugin? s_loading;

    private readonly RuntimeLinker _linker = new();

    /// <summary>Loads a plugin, whose initialisers register its functions. It is refused as a whole, before anything of it runs, if it needs what the host does not have.</summary>
    /// <param name="path">An object file for this machine.</param>
    internal Plugin(string path)
    {
        // What the host gives. All else comes from the process: the C library, C++'s.
        _linker.Definitions.Add("host_register", (nint)(delegate* unmanaged<byte*, nint, void>)&Register);
        _linker.Definitions.Add("host_print", (nint)(delegate* unmanaged<byte*, void>)&Print);
        s_loading = this;
        try
        {
            using LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
            _linker.Link(graph);
        }
        catch
        {
            _linker.Dispose();
            throw;
        }
        finally
        {
            s_loading = null;
        }
    }

    /// <summary>What it registered.</summary>
    internal Dictionary<string, TextFunction> Functions { get; } = [];

    /// <summary>Runs its finalisers and frees its memory.</summary>
    public void Dispose() => _linker.Dispose();

    [UnmanagedCallersOnly]
    private static void Register(byte* name, nint function) => s_loading?.Functions.Add(Marshal.PtrToStringUTF8((nint)name)!, new TextFunction(function));

    [UnmanagedCallersOnly]
    private static void Print(byte* line) => Console.WriteLine($"    {Marshal.PtrToStringUTF8((nint)line)}");
}
