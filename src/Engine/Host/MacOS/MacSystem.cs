using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host.MacOS;

/// <summary>macOS. Written to the documentation and not run: no machine at hand has that system.</summary>
internal sealed unsafe class MacSystem : IHostSystem
{
    // libunwind takes each record of a function by itself.
    private static readonly Lazy<EhFrameRegistrar.Unwinder?> Unwinder = new(() =>
        MacNames.AddressOf("__register_frame"u8) is var register and not 0 && MacNames.AddressOf("__deregister_frame"u8) is var deregister and not 0
            ? new EhFrameRegistrar.Unwinder(register, deregister, takesOneFrame: true)
            : null);

    public ObjectFormat Format => ObjectFormat.MachO;

    public bool Runs(ObjectFormat format) => format == ObjectFormat.MachO;

    // _NSGetEnviron(3): programs have the variable, libraries the function.
    public nint Environment => MacNames.AddressOf("_NSGetEnviron"u8) is var get and not 0 ? *((delegate* unmanaged<nint*>)get)() : 0;

    public IHostNames Names { get; } = new MacNames();

    public void LoadLibrary(string path) => NativeLibrary.Load(path);

    public (SymbolKind Kind, ulong Size) Describe(nint address) => (SymbolKind.Unknown, 0);

    public void FileFinalizers(ReadOnlySpan<nint> functions, nint image) => CxaAtExit.File(MacNames.AddressOf("__cxa_atexit"u8), functions, image);

    public void RunFinalizers(nint image) => CxaAtExit.Run(MacNames.AddressOf("__cxa_finalize"u8), image);

    public IDisposable? RegisterUnwind(PendingImage image, ulong imageBase, int frameCount) =>
        frameCount == 0 || Unwinder.Value is not { } unwinder ? null
        : EhFrameRegistrar.Register(unwinder, image.AddressOf(image.Layout.Unwind), UnwindContent.BytesOf(image), frameCount);
}
