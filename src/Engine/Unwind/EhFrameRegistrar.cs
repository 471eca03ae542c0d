using Linker.Engine.Host;

namespace Linker.Engine;

/// <summary>Tells the process's unwinder about the call frame records of an image, and takes them back.</summary>
/// <remarks>
/// libgcc takes a whole section, one registration an image; LLVM's libunwind takes each FDE under the same function name. Which of them serves the process is found out at run time.
/// LSB Core §"__register_frame".
/// </remarks>
internal sealed unsafe class EhFrameRegistrar : IDisposable
{
    private static readonly Lazy<Functions?> Unwinder = new(FindFunctions);

    private readonly List<nint> _registered = [];
    private readonly Functions _functions;

    private EhFrameRegistrar(Functions functions) => _functions = functions;

    /// <summary>Registers a checked section that ends in a zero word.</summary>
    /// <param name="address">Of the first record.</param>
    /// <param name="frames">Addresses of the FDEs that describe code of the image.</param>
    internal static EhFrameRegistrar? Register(ulong address, IReadOnlyList<ulong> frames)
    {
        if (frames.Count == 0 || Unwinder.Value is not { } functions)
        {
            return null;
        }

        var registrar = new EhFrameRegistrar(functions);
        if (functions.TakesOneFrame)
        {
            foreach (ulong frame in frames)
            {
                registrar.Add((nint)frame);
            }
        }
        else
        {
            registrar.Add((nint)address);
        }

        return registrar;
    }

    /// <summary>Takes everything back, in reverse. The records must still be mapped and unchanged.</summary>
    public void Dispose()
    {
        for (int i = _registered.Count - 1; i >= 0; i--)
        {
            ((delegate* unmanaged<nint, void>)_functions.Deregister)(_registered[i]);
        }

        _registered.Clear();
    }

    private void Add(nint address)
    {
        ((delegate* unmanaged<nint, void>)_functions.Register)(address);
        _registered.Add(address);
    }

    private static Functions? FindFunctions()
    {
        nint register = DynamicLibrary.Find("__register_frame"u8);
        if (register == 0 && DynamicLibrary.Open("libgcc_s.so.1", out _) != 0)
        {
            register = DynamicLibrary.Find("__register_frame"u8);
        }

        nint deregister = DynamicLibrary.Find("__deregister_frame"u8);
        return register == 0 || deregister == 0 ? null : new Functions(register, deregister, DynamicLibrary.Find("__unw_add_dynamic_fde"u8) != 0);
    }

    private sealed record Functions(nint Register, nint Deregister, bool TakesOneFrame);
}
