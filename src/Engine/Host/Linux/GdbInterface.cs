using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Linux;

/// <summary>The list of objects in memory that gdb reads. GDB manual, "JIT Compilation Interface".</summary>
/// <remarks>
/// The list and the function that gdb stops at have to be symbols of a file, so they stand in a shared library of the linker's own, <c>Host/Glue/gdb-*.s</c>. It is loaded from memory, by a path that is
/// the same file to other processes, and its symbols are its own: LLVM's libraries have a list of the same name, which is LLVM's to change.
/// </remarks>
internal static unsafe class GdbInterface
{
    private const uint Registers = 1, Unregisters = 2;

    private static readonly Lock Gate = new();
    private static MemoryFile? s_file;
    private static Descriptor* s_descriptor;
    private static delegate* unmanaged<void> s_stop;

    /// <summary>How many objects are in the list.</summary>
    internal static int Count
    {
        get
        {
            lock (Gate)
            {
                int count = 0;
                for (Entry* entry = s_descriptor == null ? null : s_descriptor->First; entry != null; entry = entry->Next)
                {
                    count++;
                }

                return count;
            }
        }
    }

    /// <summary>Makes the list known to gdb, once.</summary>
    /// <exception cref="Win32Exception">The system gives no memory file.</exception>
    /// <exception cref="DllNotFoundException">The dynamic linker refuses the library.</exception>
    internal static void Load()
    {
        lock (Gate)
        {
            if (s_descriptor != null)
            {
                return;
            }

            MemoryFile file = MemoryFile.Create("linker-gdb", HostGlue.GdbLibrary);
            nint library = DynamicLibrary.OpenLocal(file.PathForOthers, out string? error);
            if (library == 0)
            {
                file.Dispose();
                throw new DllNotFoundException(error);
            }

            // Never closed: gdb may open the file at any time.
            s_file = file;
            s_stop = (delegate* unmanaged<void>)DynamicLibrary.FindIn(library, "__jit_debug_register_code"u8);
            s_descriptor = (Descriptor*)DynamicLibrary.FindIn(library, "__jit_debug_descriptor"u8);
        }
    }

    /// <summary>Puts a copy of an object into the list and stops for gdb, if it is there.</summary>
    /// <returns>What <see cref="Unregister"/> needs.</returns>
    internal static nint Register(ReadOnlySpan<byte> content)
    {
        var entry = (Entry*)NativeMemory.Alloc((nuint)sizeof(Entry) + (nuint)content.Length);
        content.CopyTo(new Span<byte>(entry + 1, content.Length));
        lock (Gate)
        {
            *entry = new Entry { Object = (nint)(entry + 1), Size = (ulong)content.Length, Next = s_descriptor->First };
            if (entry->Next != null)
            {
                entry->Next->Previous = entry;
            }

            s_descriptor->First = entry;
            Stop(Registers, entry);
        }

        return (nint)entry;
    }

    /// <summary>Takes an object out of the list, stops for gdb, and frees it.</summary>
    internal static void Unregister(nint registered)
    {
        var entry = (Entry*)registered;
        lock (Gate)
        {
            if (entry->Next != null)
            {
                entry->Next->Previous = entry->Previous;
            }

            *(entry->Previous != null ? &entry->Previous->Next : &s_descriptor->First) = entry->Next;
            Stop(Unregisters, entry);
        }

        NativeMemory.Free(entry);
    }

    // Between stops the descriptor says that nothing is the matter, so that who attaches in between reads the list and nothing else.
    private static void Stop(uint action, Entry* entry)
    {
        s_descriptor->Action = action;
        s_descriptor->Relevant = entry;
        s_stop();
        s_descriptor->Action = 0;
        s_descriptor->Relevant = null;
    }

    /// <summary><c>struct jit_descriptor</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        internal uint Version;
        internal uint Action;
        internal Entry* Relevant;
        internal Entry* First;
    }

    /// <summary><c>struct jit_code_entry</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal Entry* Next;
        internal Entry* Previous;
        internal nint Object;
        internal ulong Size;
    }
}
