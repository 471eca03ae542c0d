using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>GNU ld and lld, asked to put every section of an object at an address.</summary>
internal static class ReferenceLinker
{
    private const uint TableOfSlots = 0x600_0000;

    internal const string Gnu = "x86_64-linux-gnu-ld", GnuArm64 = "aarch64-linux-gnu-ld", Lld = "ld.lld-22";

    /// <summary>Why a linker cannot be asked, or <see langword="null"/>.</summary>
    internal static string? Missing(string linker) =>
        Needed.IsInstalled(linker) ? null : $"{linker} is not installed";

    /// <summary>Skips the test where a linker is missing; in the test command, which installs it, that is a failure.</summary>
    internal static void Require(string linker)
    {
        if (Missing(linker) is { } reason)
        {
            Needed.Missing(reason);
        }
    }

    /// <summary>Links one object.</summary>
    /// <param name="linker">Which.</param>
    /// <param name="file">The object's bytes.</param>
    /// <param name="sections">Name and address of every section of the result.</param>
    /// <param name="externals">Names that the object needs.</param>
    /// <param name="tableOfSlots">Where its own tables go.</param>
    /// <param name="isShared">Whether to make a shared object, in which dynamic thread-local sequences stay as they are.</param>
    /// <returns>The result, or what the linker said instead.</returns>
    internal static (LinkedFile? File, string Error) Link(
        string linker, byte[] file, IEnumerable<(string Name, ulong Address)> sections, IEnumerable<KeyValuePair<string, ulong>> externals, ulong tableOfSlots = TableOfSlots, bool isShared = false)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linker-differential");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            File.WriteAllBytes(At("in.o"), WithoutMerging(file));
            File.WriteAllText(At("script"), Script(sections, externals, tableOfSlots));
            string[] arguments = ["-T", At("script"), "--no-relax", "-e", "0", "-z", "norelro", "-z", "noseparate-code", "-z", "max-page-size=4096", "--build-id=none", .. (string[])(isShared ? ["-shared", "-Bsymbolic"] : []), "-o", At("out"), At("in.o")];
            var start = new ProcessStartInfo(linker, linker == Gnu ? [.. arguments, "--no-ld-generated-unwind-info"] : arguments) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? (new LinkedFile(File.ReadAllBytes(At("out"))), "") : (null, error);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Script(IEnumerable<(string Name, ulong Address)> sections, IEnumerable<KeyValuePair<string, ulong>> externals, ulong tableOfSlots)
    {
        var text = new StringBuilder();
        foreach ((string name, ulong address) in externals)
        {
            text.Append($"{name} = 0x{address:x};\n");
        }

        text.Append("SECTIONS {\n");
        foreach ((string name, ulong address) in sections)
        {
            text.Append($"  {name} 0x{address:x} : {{ *({name}) }}\n");
        }

        text.Append($"  .got 0x{tableOfSlots:x} : {{ *(.got) }}\n  .got.plt : {{ *(.got.plt) }}\n  .plt : {{ *(.plt .plt.* .iplt) }}\n  .rela.dyn : {{ *(.rela.*) }}\n");
        return text.Append("  /DISCARD/ : { *(.note.*) *(.comment) *(.llvm_addrsig) *(.debug*) }\n}\n").ToString();
    }

    // Both linkers put equal strings together, which ours leaves alone: SHF_MERGE and SHF_STRINGS go.
    private static byte[] WithoutMerging(byte[] file)
    {
        byte[] copy = [.. file];
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(copy.AsSpan(40));
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(60)); i++)
        {
            Span<byte> flags = copy.AsSpan(table + (i * 64) + 8);
            BinaryPrimitives.WriteUInt64LittleEndian(flags, BinaryPrimitives.ReadUInt64LittleEndian(flags) & ~0x30UL);
        }

        return copy;
    }
}

/// <summary>An executable, as far as comparing needs it.</summary>
internal sealed class LinkedFile
{
    private readonly byte[] _file;
    private readonly List<(uint Type, ulong Flags, ulong Address, int Offset, ulong Size, int Link)> _sections = [];

    internal LinkedFile(byte[] file)
    {
        _file = file;
        int table = (int)Number(40);
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60)); i++)
        {
            int h = table + (i * 64);
            _sections.Add((Word(h + 4), Number(h + 8), Number(h + 16), (int)Number(h + 24), Number(h + 32), (int)Word(h + 40)));
        }
    }

    /// <summary>Where <c>_GLOBAL_OFFSET_TABLE_</c> is, 0 when the file has none.</summary>
    internal ulong Got => ValueOf("_GLOBAL_OFFSET_TABLE_");

    /// <summary>The bytes at an address; zeroes where the file has zero-fill, and nothing where it has no section.</summary>
    internal ReadOnlySpan<byte> BytesAt(ulong address, int size)
    {
        foreach ((uint type, ulong flags, ulong start, int offset, ulong length, _) in _sections)
        {
            if ((flags & 2) != 0 && !(type == 8 && (flags & 0x400) != 0) && address - start < length && (ulong)size <= length - (address - start))
            {
                return type == 8 ? new byte[size] : _file.AsSpan(offset + (int)(address - start), size);
            }
        }

        return default;
    }

    /// <summary>All of the section that starts at an address.</summary>
    internal ReadOnlySpan<byte> SectionAt(ulong address)
    {
        (_, _, _, int offset, ulong size, _) = _sections.Find(s => (s.Flags & 2) != 0 && s.Address == address && s.Size > 0);
        return _file.AsSpan(offset, (int)size);
    }

    private ulong ValueOf(string name)
    {
        foreach ((uint type, _, _, int offset, ulong size, int link) in _sections)
        {
            for (int i = 0; type == 2 && i < (int)size; i += 24)
            {
                ReadOnlySpan<byte> text = _file.AsSpan(_sections[link].Offset + (int)Word(offset + i));
                if (text.StartsWith(Encoding.ASCII.GetBytes(name + "\0")))
                {
                    return Number(offset + i + 8);
                }
            }
        }

        return 0;
    }

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(offset));

    private ulong Number(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(offset));
}
