using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host.Windows;

/// <summary>Windows, with the Universal C Run Time.</summary>
internal sealed unsafe class WindowsSystem : IHostSystem
{
    public ObjectFormat Format => ObjectFormat.Coff;

    public bool Runs(ObjectFormat format) => format == ObjectFormat.Coff;

    public nint Environment => UniversalRunTime.Find("_get_initial_narrow_environment") is var getter and not 0 ? ((delegate* unmanaged<nint>)getter)() : 0;

    public void LoadLibrary(string path) => NativeLibrary.Load(path);

    public (SymbolKind Kind, ulong Size) Describe(nint address) =>
        Win32.VirtualQuery(address, out Win32.MemoryInformation information, (nuint)sizeof(Win32.MemoryInformation)) == 0 ? (SymbolKind.Unknown, 0UL)
        : (information.IsExecutable ? SymbolKind.Function : SymbolKind.Data, 0UL);

    public IHostNames Names { get; } = new WindowsNames();

    public void FileFinalizers(ReadOnlySpan<nint> functions, nint image)
    {
        // In the order of Add, the last comes first; what is first of all is put there last.
        for (int i = functions.Length - 1; i >= 0; i--)
        {
            ExitHandlers.Add(functions[i], image, isFirst: true);
        }
    }

    public void RunFinalizers(nint image) => ExitHandlers.Run(image);

    public IDisposable? RegisterUnwind(PendingImage image, ulong imageBase, int frameCount) => FunctionTableRegistrar.Register(image, imageBase);
}
