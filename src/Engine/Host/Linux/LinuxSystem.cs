using Linker.Loader;

namespace Linker.Engine.Host.Linux;

/// <summary>Linux with a C library that has <c>__cxa_atexit</c> and a dynamic linker.</summary>
internal sealed unsafe class LinuxSystem : IHostSystem
{
    public ObjectFormat Format => ObjectFormat.Elf;

    // Apple's systems call functions as Linux does, on arm64 all but those with a variable number of arguments.
    public bool Runs(ObjectFormat format) => format is ObjectFormat.Elf or ObjectFormat.MachO;

    public nint Environment => DynamicLibrary.Find("environ"u8) is var variable and not 0 ? *(nint*)variable : 0;

    public void LoadLibrary(string path)
    {
        if (DynamicLibrary.Open(path, out string? error) == 0)
        {
            throw new DllNotFoundException(error);
        }
    }

    public (SymbolKind Kind, ulong Size) Describe(nint address) => DynamicLibrary.Describe(address);

    public IHostNames Names { get; } = new LinuxNames();

    public void FileFinalizers(ReadOnlySpan<nint> functions, nint image) => CxaAtExit.File(DynamicLibrary.Find("__cxa_atexit"u8), functions, image);

    public void RunFinalizers(nint image)
    {
        ThreadExit.Run(image);
        CxaAtExit.Run(DynamicLibrary.Find("__cxa_finalize"u8), image);
    }

    public IDisposable? RegisterUnwind(PendingImage image, ulong imageBase, int frameCount) =>
        frameCount == 0 ? null : EhFrameRegistrar.Register(image.AddressOf(image.Layout.Unwind), UnwindContent.BytesOf(image), frameCount);
}
