using System.ComponentModel;
using Linker.Engine.Host;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Tells Windows where the functions of an image begin and how they are unwound, and takes it back. Win32, <c>RtlAddFunctionTable</c>.</summary>
internal sealed class FunctionTableRegistrar : IDisposable
{
    private nint _entries;

    private FunctionTableRegistrar(nint entries) => _entries = entries;

    /// <summary>Registers the sorted entries of an image; <see langword="null"/> when it has none.</summary>
    internal static FunctionTableRegistrar? Register(PendingImage image, ulong imageBase)
    {
        ImageLayout layout = image.Layout;
        if (layout.FunctionTableSize == 0)
        {
            return null;
        }

        var entries = (nint)image.AddressOf(layout.FunctionTable);
        uint count = (uint)(layout.FunctionTableSize / (uint)MachineAbi.For(RuntimeLinker.MachineOfProcess!.Value).FunctionEntrySize);
        return Win32.RtlAddFunctionTable(entries, count, imageBase) != 0
            ? new FunctionTableRegistrar(entries)
            : throw new Win32Exception($"RtlAddFunctionTable refuses {count} entries at 0x{entries:x}.");
    }

    /// <summary>Takes the entries back. They must still be there.</summary>
    public void Dispose()
    {
        nint entries = Interlocked.Exchange(ref _entries, 0);
        if (entries != 0 && Win32.RtlDeleteFunctionTable(entries) == 0)
        {
            throw new Win32Exception($"RtlDeleteFunctionTable does not know the entries at 0x{entries:x}.");
        }
    }
}
