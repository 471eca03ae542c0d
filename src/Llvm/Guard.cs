using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Llvm;

/// <summary>Native code that calls LLVM on another stack and leaves it from the inside. Its sources are <c>Guard/guard-*.s</c>; this linker links it.</summary>
internal static unsafe class Guard
{
    // Handlers of LLVM's point to it for the life of the process, and so it stays.
    private static readonly Lazy<LoadedImage> Image = new(() => Link(Library.Handle));
    private static readonly delegate* unmanaged<Record*, nint, nint*, nint> CallFunction = (delegate* unmanaged<Record*, nint, nint*, nint>)Image.Value.GetAddress("linker_guard_call");

    /// <summary><c>void (*)(const char *)</c>: leaves the call that the thread is in; where it is in none, <see cref="OwnThread.FatalHandler"/> goes on.</summary>
    internal static nint FatalHandler { get; } = Image.Value.GetAddress("linker_guard_fatal");

    /// <summary><c>void (*)(LLVMDiagnosticInfoRef, void *)</c>: notes errors in the record of the thread's call.</summary>
    internal static nint DiagnosticHandler { get; } = Image.Value.GetAddress("linker_guard_note");

    /// <summary>Calls a function of 8 arguments at most.</summary>
    internal static nint Call(Record* record, nint function, nint* arguments) => CallFunction(record, function, arguments);

    /// <summary>Links the code against a libLLVM.</summary>
    internal static LoadedImage Link(nint library)
    {
        var memory = new InProcessMemoryManager(new InProcessMemoryOptions { Mode = WriteMode.WriteThenExecute, ArenaSize = 1 << 20 });
        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        foreach (string name in (ReadOnlySpan<string>)["LLVMGetDiagInfoSeverity", "LLVMGetDiagInfoDescription", "LLVMDisposeMessage"])
        {
            linker.Definitions.Add(name, NativeLibrary.GetExport(library, name));
        }

        linker.Definitions.Add("linker_guard_next", OwnThread.FatalHandler);
        return linker.Link(new LinkRequest { Name = "guard of LLVM's calls" }, Read());
    }

    // For this process's machine: x64, arm64.
    private static LinkGraph Read()
    {
        string name = $"guard-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.o";
        using Stream stream = typeof(Guard).Assembly.GetManifestResourceStream(name)
            ?? throw new PlatformNotSupportedException($"This library has no {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ObjectReader.Read(bytes, name);
    }

    /// <summary>A call, as the native code knows it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Record
    {
        /// <summary>Where the caller's stack is during the call.</summary>
        internal nint Caller;

        /// <summary>The end of the other stack, a multiple of 16.</summary>
        internal nint Top;

        /// <summary>Where the next text goes.</summary>
        internal byte* Next;

        /// <summary>Where texts have no more room.</summary>
        internal byte* End;

        /// <summary>Where the first text stands.</summary>
        internal byte* First;

        /// <summary>Whether the last call was left.</summary>
        internal int IsLeft;
    }
}
