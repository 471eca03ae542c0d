using System.Buffers.Binary;

namespace Linker.Loader;

/// <summary>The file header: is this an object that can be linked here, and if not, what is it and what to do.</summary>
internal static class ElfIdentity
{
    /// <summary>Bytes of <c>e_ident</c>.</summary>
    internal const int IdentSize = 16;

    /// <summary>The header of a relocatable object for a machine that can be linked.</summary>
    /// <exception cref="ObjectFormatException">It is anything else.</exception>
    internal static ElfHeader Read(ByteReader file, out ElfMachine machine)
    {
        ReadOnlySpan<byte> ident = file.Slice(0, IdentSize, "file header, e_ident");
        ReadOnlySpan<byte> numbers = file.Slice(16, 4, "file header, e_type and e_machine");
        CheckData(file.FileName, ident[5], BinaryPrimitives.ReadUInt16BigEndian(numbers[2..]));
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(numbers);
        ushort number = BinaryPrimitives.ReadUInt16LittleEndian(numbers[2..]);
        CheckClass(file.FileName, ident[4], number);
        if (ElfMachine.Of(number) is not { } known)
        {
            Throw.Format(file.FileName, "file header, e_machine", -1, 18, number, $"it is for {MachineName(number)}, which is not supported; compile for {ElfMachine.Targets}");
            known = null!;
        }

        machine = known;
        CheckType(file.FileName, type);
        ElfHeader header = file.Read<ElfHeader>(IdentSize, "file header");
        if (ident[6] != ElfConstants.VersionCurrent || header.Version != ElfConstants.VersionCurrent)
        {
            Throw.Format(file.FileName, "file header, e_version", -1, 20, header.Version, "the version of ELF is not 1");
        }

        return header;
    }

    private static void CheckData(string fileName, byte data, ushort bigEndianMachine)
    {
        if (data != ElfConstants.DataLittleEndian)
        {
            Throw.Format(fileName, "file header, EI_DATA", -1, 5, data, data == ElfConstants.DataBigEndian
                ? $"it is big-endian, for {MachineName(bigEndianMachine)}, which is not supported; compile for {ElfMachine.Targets}, little-endian"
                : $"the byte order {data} does not exist");
        }
    }

    private static void CheckClass(string fileName, byte elfClass, ushort machine)
    {
        if (elfClass != ElfConstants.ClassElf64)
        {
            Throw.Format(fileName, "file header, EI_CLASS", -1, 4, elfClass, elfClass switch
            {
                ElfConstants.ClassElf32 when ElfMachine.Of(machine) is { } known => $"it is 32-bit (ELFCLASS32), for {MachineName(machine)} with {known.Narrow}",
                ElfConstants.ClassElf32 => $"it is 32-bit, for {MachineName(machine)}; compile for {ElfMachine.Targets}",
                _ => $"the class {elfClass} does not exist",
            });
        }
    }

    private static void CheckType(string fileName, ushort type)
    {
        if (type != ElfConstants.TypeRelocatable)
        {
            Throw.Format(fileName, "file header, e_type", -1, 16, type, type switch
            {
                ElfConstants.TypeShared => "it is a shared object or a position-independent executable: pass a shared object as a library (--library), so that its names are resolved in the host process",
                ElfConstants.TypeExecutable => "it is an executable, already linked: run it, or pass the objects (.o, .a) that it was made from",
                ElfConstants.TypeCore => "it is a core dump: pass the objects (.o, .a) of the program instead",
                _ => $"the type {type} is not that of a relocatable object (ET_REL)",
            });
        }
    }

    /// <summary>The specification's name of a machine, or its number.</summary>
    internal static string MachineName(ushort machine) => machine switch
    {
        2 => "EM_SPARC",
        3 => "EM_386",
        4 => "EM_68K",
        8 => "EM_MIPS",
        20 => "EM_PPC",
        21 => "EM_PPC64",
        22 => "EM_S390",
        40 => "EM_ARM",
        43 => "EM_SPARCV9",
        50 => "EM_IA_64",
        62 => "EM_X86_64",
        83 => "EM_AVR",
        180 => "EM_L1OM",
        181 => "EM_K1OM",
        183 => "EM_AARCH64",
        190 => "EM_CUDA",
        224 => "EM_AMDGPU",
        243 => "EM_RISCV",
        247 => "EM_BPF",
        252 => "EM_CSKY",
        258 => "EM_LOONGARCH",
        _ => $"the machine number {machine}",
    };
}
