using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Linker.Loader;

/// <summary>What the first bytes of a file say that it is.</summary>
internal enum FileKind
{
    Unknown,
    Empty,
    Elf,
    Archive,
    ThinArchive,
    MachO,
    MachOUniversal,
    JavaClass,
    Coff,
    PortableExecutable,
    Bitcode,
    WebAssembly,
    Text,
}

/// <summary>Tells files apart by their first bytes, and refuses by name those that are no object that can be read here.</summary>
internal static class FileKinds
{
    /// <summary>The kind, by magic number.</summary>
    internal static FileKind Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return FileKind.Empty;
        }

        if (file.StartsWith("\u007fELF"u8))
        {
            return FileKind.Elf;
        }

        if (file.StartsWith("!<arch>\n"u8))
        {
            return FileKind.Archive;
        }

        if (file.StartsWith("!<thin>\n"u8))
        {
            return FileKind.ThinArchive;
        }

        if (file.StartsWith("MZ"u8))
        {
            return FileKind.PortableExecutable;
        }

        if (file.StartsWith("; ModuleID"u8) || file.StartsWith("/* GNU ld script"u8) || file.StartsWith("#!"u8))
        {
            return FileKind.Text;
        }

        if (file.Length < 4)
        {
            return FileKind.Unknown;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(file) switch
        {
            0xfeedface or 0xfeedfacf or 0xcefaedfe or 0xcffaedfe => FileKind.MachO,
            0xbfbafeca => FileKind.MachOUniversal,

            // A Java class has its version there, which is greater than any number of machines.
            0xbebafeca => file.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(file[4..]) >= 45 ? FileKind.JavaClass : FileKind.MachOUniversal,
            0xdec04342 or 0x0b17c0de => FileKind.Bitcode,
            0x6d736100 => FileKind.WebAssembly,
            0xffff0000 => FileKind.Coff, // many sections, or a member of an import library
            _ => OfMachine(file),
        };
    }

    // A COFF object has no magic number: its first two bytes are the machine.
    private static FileKind OfMachine(ReadOnlySpan<byte> file) =>
        file.Length >= 20 && BinaryPrimitives.ReadUInt16LittleEndian(file) is 0x8664 or 0x014c or 0xaa64 or 0x01c4 or 0xa641 or 0xa64e ? FileKind.Coff : FileKind.Unknown;

    /// <summary>Says what the file is and what to do with it.</summary>
    [DoesNotReturn]
    internal static void Refuse(FileKind kind, string fileName, int size) =>
        Throw.Format(fileName, "file header", -1, 0, (ulong)size, kind switch
        {
            FileKind.Empty => "the file is empty",
            FileKind.Archive or FileKind.ThinArchive => "it is an archive; its members are the objects",
            FileKind.MachOUniversal => "it is a universal file, which holds files for several machines; its parts are the objects",
            FileKind.JavaClass => "it is a Java class, which is not supported; compile for x86_64-linux-gnu or aarch64-linux-gnu",
            FileKind.PortableExecutable => "it is a Windows executable or DLL, which is not supported; compile for x86_64-linux-gnu or aarch64-linux-gnu",
            FileKind.Bitcode => "it is LLVM bitcode; compile without -flto (or run llc -filetype=obj on it)",
            FileKind.WebAssembly => "it is a WebAssembly module, which is not supported; compile for x86_64-linux-gnu or aarch64-linux-gnu",
            FileKind.Text => "it is text, not an object; pass the object or archive that it stands for",
            _ => "it is no object file that is known here; pass a relocatable object (.o, .obj)",
        });
}
