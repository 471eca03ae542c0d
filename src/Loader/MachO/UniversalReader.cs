using System.Buffers.Binary;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Reads universal ("fat") files: one file for several machines, each an object or an archive of its own. Apple's mach-o/fat.h.</summary>
/// <example>
/// <code>
/// foreach (UniversalPart part in UniversalReader.Read(File.ReadAllBytes("libfoo.a"), "libfoo.a"))
///     if (part.Machine == Machine.X64)
///         archive = ArchiveReader.Read(part.Content, "libfoo.a");
/// </code>
/// </example>
public static class UniversalReader
{
    private const uint Magic64 = 0xcafebabf;

    // No universal file has nearly as many; a Java class has its version there.
    private const uint PartLimit = 44;

    /// <summary>Whether bytes start as a universal file does.</summary>
    /// <param name="file">At least the first 8 bytes.</param>
    public static bool IsUniversal(ReadOnlySpan<byte> file) => FileKinds.Of(file) == FileKind.MachOUniversal;

    /// <summary>The parts in the file's order, those for machines that cannot be linked included.</summary>
    /// <param name="file">All of the file. The parts are ranges of it, so it must not change.</param>
    /// <param name="fileName">How messages call the file.</param>
    /// <exception cref="ObjectFormatException">The bytes are no universal file, or a damaged one.</exception>
    public static IReadOnlyList<UniversalPart> Read(ReadOnlyMemory<byte> file, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        FileKind kind = FileKinds.Of(file.Span);
        if (kind != FileKind.MachOUniversal)
        {
            FileKinds.Refuse(kind, fileName, file.Length);
        }

        var reader = new ByteReader(file.Span, fileName);
        bool isWide = BinaryPrimitives.ReadUInt32BigEndian(reader.Slice(0, 4, "universal header")) == Magic64;
        uint count = Word(reader, 4);
        if (count > PartLimit)
        {
            Throw.TooMany(fileName, "universal header, nfat_arch", 4, count);
        }

        uint size = isWide ? 32u : 20u;
        var parts = new UniversalPart[count];
        for (uint i = 0; i < count; i++)
        {
            ulong at = 8 + (i * size);
            ulong offset = isWide ? Long(reader, at + 8) : Word(reader, at + 8), length = isWide ? Long(reader, at + 16) : Word(reader, at + 12);
            FileRange range = reader.Range(offset, length, "universal file, part", i);
            uint cpu = Word(reader, at), subtype = Word(reader, at + 4);
            bool isKnown = cpu != MachOConstants.CpuArm64 || (subtype & MachOConstants.SubtypeMask) != MachOConstants.SubtypeArm64e;
            parts[i] = new UniversalPart(isKnown ? MachOMachine.Of(cpu)?.Machine : null, cpu, subtype, file.Slice((int)range.Offset, (int)range.Size));
        }

        return parts;
    }

    private static uint Word(ByteReader reader, ulong offset) => BinaryPrimitives.ReadUInt32BigEndian(reader.Slice(offset, sizeof(uint), "universal header"));

    private static ulong Long(ByteReader reader, ulong offset) => BinaryPrimitives.ReadUInt64BigEndian(reader.Slice(offset, sizeof(ulong), "universal header"));
}

/// <summary>One machine's part of a universal file.</summary>
/// <param name="Machine">The machine; <see langword="null"/> for those that cannot be linked.</param>
/// <param name="CpuType">The file's number for it, <c>cputype</c>.</param>
/// <param name="CpuSubtype">The file's number for its variant, <c>cpusubtype</c>.</param>
/// <param name="Content">An object or an archive.</param>
public readonly record struct UniversalPart(Machine? Machine, uint CpuType, uint CpuSubtype, ReadOnlyMemory<byte> Content);
