using System.Runtime.InteropServices;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>The libLLVM of this process: found, its version looked at, its machines made known and its way to end the process taken, once.</summary>
internal static unsafe class Library
{
    /// <summary>What the imports call it.</summary>
    internal const string Name = "libLLVM";

    /// <summary>The oldest version whose C interface has all that is used here.</summary>
    internal const int OldestMajor = 19;

    private static readonly Lock Gate = new();

    private static volatile LoadedLibrary? s_loaded;

    /// <summary>The library, loaded when it is first asked for. An attempt that fails may be repeated.</summary>
    /// <exception cref="MissingLibraryException">There is none.</exception>
    internal static LoadedLibrary Loaded => s_loaded ?? LoadOnce();

    /// <summary>The system's handle of it, while and after it is loaded.</summary>
    internal static nint Handle { get; private set; }

    /// <summary>The address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">This version has it not.</exception>
    internal static nint Export(string function) => NativeLibrary.GetExport(Handle, function);

    /// <summary>Looks for a library that is new enough.</summary>
    /// <exception cref="MissingLibraryException">There is none.</exception>
    internal static LoadedLibrary Find(LibraryLocator locator)
    {
        var attempts = new List<string>();
        foreach (string candidate in locator.Candidates())
        {
            if (!NativeLibrary.TryLoad(candidate, out nint handle))
            {
                attempts.Add($"{candidate}: {(File.Exists(candidate) ? "cannot be loaded" : "not there")}");
                continue;
            }

            if (!NativeLibrary.TryGetExport(handle, "LLVMGetVersion", out nint function))
            {
                attempts.Add($"{candidate}: not LLVM, or older than LLVM 16");
            }
            else
            {
                uint major, minor, patch;
                ((delegate* unmanaged[Cdecl]<uint*, uint*, uint*, void>)function)(&major, &minor, &patch);
                if (major >= OldestMajor)
                {
                    return new LoadedLibrary(handle, candidate, new Version((int)major, (int)minor, (int)patch));
                }

                attempts.Add($"{candidate}: LLVM {major}.{minor}.{patch} is too old");
            }

            NativeLibrary.Free(handle);
        }

        throw new MissingLibraryException(attempts);
    }

    private static LoadedLibrary LoadOnce()
    {
        lock (Gate)
        {
            if (s_loaded is null)
            {
                LoadedLibrary library = Find(LibraryLocator.OfProcess);
                NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => name == Name ? library.Handle : 0);
                Handle = library.Handle;
                RegisterMachines();
                Worker.CatchFatalErrors();
                s_loaded = library;
            }

            return s_loaded;
        }
    }

    private static void RegisterMachines()
    {
        Target.X64Name();
        Target.X64();
        Target.X64Code();
        Target.X64Printer();
        Target.X64Parser();
        Target.Arm64Name();
        Target.Arm64();
        Target.Arm64Code();
        Target.Arm64Printer();
        Target.Arm64Parser();
    }
}

/// <summary>A libLLVM.</summary>
/// <param name="Handle">Its handle of the system's loader.</param>
/// <param name="Path">By which path or name it was loaded.</param>
/// <param name="Version">Its version.</param>
internal sealed record LoadedLibrary(nint Handle, string Path, Version Version);
