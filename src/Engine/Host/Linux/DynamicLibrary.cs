using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;

namespace Linker.Engine.Host.Linux;

/// <summary>The process's dynamic linker.</summary>
internal static unsafe class DynamicLibrary
{
    private static readonly nint OpenFunction = Find("dlopen"u8), ReasonFunction = Find("dlerror"u8);

    /// <summary>Loads a library so that its names are seen by all later look-ups; 0 and the reason when it cannot be.</summary>
    internal static nint Open(string path, out string? error) => Open(path, Dl.Now | Dl.Global, out error);

    /// <summary>Loads a library whose names nobody finds but by <see cref="FindIn"/>; 0 and the reason when it cannot be.</summary>
    internal static nint OpenLocal(string path, out string? error) => Open(path, Dl.Now, out error);

    private static nint Open(string path, int flags, out string? error)
    {
        // The runtime binds imported functions when it first needs them, with the dynamic linker's help, and so loses the reason of whatever failed before. By address there is nothing to bind.
        byte[] text = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, text);
        var open = (delegate* unmanaged<byte*, int, nint>)OpenFunction;
        var reason = (delegate* unmanaged<byte*>)ReasonFunction;
        byte* said = null;
        nint handle;
        fixed (byte* name = text)
        {
            handle = open(name, flags);
            if (handle == 0)
            {
                said = reason();
            }
        }

        error = handle == 0 ? Marshal.PtrToStringUTF8((nint)said) : null;
        return handle;
    }

    internal static void Close(nint handle) => _ = Dl.Close(handle);

    /// <summary>Address of a name in the process's global scope, 0 when nobody has it.</summary>
    /// <param name="name">A name, or <c>name@VERSION</c> for one version of it.</param>
    internal static nint Find(ReadOnlySpan<byte> name)
    {
        int at = name.IndexOf((byte)'@');
        if (at > 0)
        {
            return Dl.VSym(0, Encoding.UTF8.GetString(name[..at]), Encoding.UTF8.GetString(name[at..].TrimStart((byte)'@')));
        }

        Span<byte> text = name.Length < 256 ? stackalloc byte[256] : new byte[name.Length + 1];
        name.CopyTo(text);
        text[name.Length] = 0;
        return name.Contains((byte)0) ? 0 : Dl.Sym(0, ref MemoryMarshal.GetReference(text));
    }

    /// <summary>Address of a name that a library or one that it needs has, 0 when none does.</summary>
    /// <param name="handle">An open library.</param>
    /// <param name="name">Followed by a zero, as literals are.</param>
    internal static nint FindIn(nint handle, ReadOnlySpan<byte> name) => Dl.Sym(handle, ref MemoryMarshal.GetReference(name));

    internal static nint Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    /// <summary>Whether a library of the process lies at an address.</summary>
    internal static bool Has(nint address) => Dl.Addr1(address, out _, out _, Dl.SymbolEntry) != 0;

    /// <summary>What kind of thing is at an address that <see cref="Find(ReadOnlySpan{byte})"/> returned, and its size, where the library's symbol table says.</summary>
    internal static (SymbolKind Kind, ulong Size) Describe(nint address)
    {
        if (Dl.Addr1(address, out Dl.AddressInfo info, out nint entry, Dl.SymbolEntry) == 0 || entry == 0 || info.Symbol != address)
        {
            return (SymbolKind.Unknown, 0);
        }

        // Elf64_Sym: st_info at 4, st_size at 16; the dynamic linker owns it for as long as the library is loaded.
        byte type = (byte)(*(byte*)(entry + 4) & 15);
        return (type switch
        {
            1 => SymbolKind.Data,
            2 or 10 => SymbolKind.Function,
            6 => SymbolKind.ThreadLocal,
            _ => SymbolKind.Unknown,
        }, *(ulong*)(entry + 16));
    }

    /// <summary>Words of a library's memory.</summary>
    /// <param name="handle">An open library.</param>
    /// <param name="offset">From its load address, in bytes; inside its loaded segment.</param>
    /// <param name="words">Where they go.</param>
    internal static void ReadWords(nint handle, int offset, Span<ulong> words)
    {
        if (Dl.Info(handle, Dl.LinkMap, out nint map) != 0)
        {
            throw new Win32Exception($"dlinfo: {Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)ReasonFunction)())}");
        }

        // struct link_map begins with l_addr.
        new ReadOnlySpan<ulong>((void*)(*(nint*)map + offset), words.Length).CopyTo(words);
    }
}
