using Linker.Engine.Host.Linux;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Tells the process's unwinder about the call frame records of an image, and takes them back.</summary>
/// <remarks>
/// libgcc takes a whole section, one registration an image; LLVM's libunwind takes each FDE under the same function name. Which of them serves the process is found out at run time.
/// LSB Core §"__register_frame".
/// </remarks>
internal sealed unsafe class EhFrameRegistrar : IDisposable
{
    private readonly Unwinder _unwinder;
    private readonly nint[]? _frames;
    private nint _section;

    private EhFrameRegistrar(Unwinder unwinder, nint section, nint[]? frames)
    {
        _unwinder = unwinder;
        _section = section;
        _frames = frames;
    }

    /// <summary>Registers a section whose records were checked, with the unwinder of this process.</summary>
    /// <param name="address">Of the first record; the last one ends in a zero word.</param>
    /// <param name="records">The bytes there.</param>
    /// <param name="frameCount">How many of the records are FDEs of functions that the image has: those that do not begin at 0.</param>
    /// <returns><see langword="null"/> when there are none, or the process has no unwinder.</returns>
    internal static EhFrameRegistrar? Register(ulong address, ReadOnlySpan<byte> records, int frameCount) =>
        OfProcess.Unwinder is { } unwinder && frameCount != 0 ? Register(unwinder, address, records, frameCount) : null;

    /// <summary>The same with another unwinder.</summary>
    internal static EhFrameRegistrar Register(Unwinder unwinder, ulong address, ReadOnlySpan<byte> records, int frameCount)
    {
        if (!unwinder.TakesOneFrame)
        {
            unwinder.Register((nint)address);
            return new EhFrameRegistrar(unwinder, (nint)address, null);
        }

        var frames = new nint[frameCount];
        int count = 0;
        var reader = new EhFrameReader(records, address, "registered call frame records");
        while (count < frameCount && reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde && record.PcBegin != 0)
            {
                frames[count++] = (nint)(address + record.Offset);
            }
        }

        foreach (nint frame in frames)
        {
            unwinder.Register(frame);
        }

        return new EhFrameRegistrar(unwinder, (nint)address, frames);
    }

    /// <summary>Takes everything back, in reverse. The records must still be mapped and unchanged.</summary>
    public void Dispose()
    {
        nint section = Interlocked.Exchange(ref _section, 0);
        if (section == 0)
        {
            return;
        }

        if (_frames is null)
        {
            _unwinder.Deregister(section);
            return;
        }

        for (int i = _frames.Length - 1; i >= 0; i--)
        {
            _unwinder.Deregister(_frames[i]);
        }
    }

    /// <summary>The two functions of an unwinder, and what they take.</summary>
    internal sealed class Unwinder(nint register, nint deregister, bool takesOneFrame)
    {
        private readonly delegate* unmanaged<nint, void> _register = (delegate* unmanaged<nint, void>)register;
        private readonly delegate* unmanaged<nint, void> _deregister = (delegate* unmanaged<nint, void>)deregister;

        /// <summary>An FDE each time, rather than a section.</summary>
        internal bool TakesOneFrame { get; } = takesOneFrame;

        internal void Register(nint records) => _register(records);

        internal void Deregister(nint records) => _deregister(records);

        internal static Unwinder? Find()
        {
            nint register = DynamicLibrary.Find("__register_frame"u8);
            if (register == 0 && DynamicLibrary.Open("libgcc_s.so.1", out _) != 0)
            {
                register = DynamicLibrary.Find("__register_frame"u8);
            }

            nint deregister = DynamicLibrary.Find("__deregister_frame"u8);
            return register == 0 || deregister == 0 ? null : new Unwinder(register, deregister, DynamicLibrary.Find("__unw_add_dynamic_fde"u8) != 0);
        }
    }

    // Found when the first image has frames; a constant for the code that is compiled afterwards.
    private static class OfProcess
    {
        internal static readonly Unwinder? Unwinder = EhFrameRegistrar.Unwinder.Find();
    }
}
