namespace Linker.Loader;

/// <summary>The file header: is this an object that can be linked here, and if not, what is it and what to do.</summary>
internal static class MachOIdentity
{
    private const string Recompile = "compile for x86_64-apple-macos or arm64-apple-macos";

    /// <summary>Reads the header of a file whose first four bytes are one of the four magic numbers.</summary>
    /// <exception cref="ObjectFormatException">It is no object that can be linked here.</exception>
    internal static MachOHeader Read(ByteReader file, out MachOMachine machine)
    {
        uint magic = file.Read<uint>(0, "file header");
        if (magic is not (MachOConstants.Magic64 or MachOConstants.Magic32))
        {
            Throw.Format(file.FileName, "file header, magic", -1, 0, magic, $"it is a big-endian Mach-O file, which is not supported; {Recompile}");
        }

        // The CPU stands at one place in both sizes, and says more.
        uint cpu = file.Read<uint>(sizeof(uint), "file header");
        if (cpu == MachOConstants.CpuArm64Of32)
        {
            Throw.Format(file.FileName, "file header, cputype", -1, 4, cpu, $"it is for arm64_32, whose pointers have 32 bits, which is not supported; {Recompile}");
        }

        if (magic == MachOConstants.Magic32)
        {
            Throw.Format(file.FileName, "file header, magic", -1, 0, magic, $"it is a 32-bit Mach-O file, which is not supported; {Recompile}");
        }

        MachOHeader header = file.Read<MachOHeader>(0, "file header");
        MachOMachine? found = MachOMachine.Of(header.Cpu);
        if (found is null)
        {
            Throw.Format(file.FileName, "file header, cputype", -1, 4, header.Cpu, $"the CPU 0x{header.Cpu:x} is not supported; {Recompile}");
        }

        machine = found!;
        if (header.Cpu == MachOConstants.CpuArm64 && (header.Subtype & MachOConstants.SubtypeMask) == MachOConstants.SubtypeArm64e)
        {
            Throw.Format(file.FileName, "file header, cpusubtype", -1, 8, header.Subtype, "it is for arm64e, whose pointers are signed, which is not supported; compile for arm64-apple-macos");
        }

        if (header.FileType != MachOConstants.FileObject)
        {
            Throw.Format(file.FileName, "file header, filetype", -1, 12, header.FileType, header.FileType switch
            {
                2 => "it is an executable, which is not supported; pass the objects it was linked from",
                6 => "it is a shared library (dylib), which is not supported; pass the objects it was linked from",
                8 => "it is a bundle, which is not supported; pass the objects it was linked from",
                9 => "it is the stub of a shared library, which has no code; pass the objects it was linked from",
                10 => "it holds debug information only (dSYM); pass the objects it was made from",
                11 => "it is a kernel extension, which is not supported; pass the objects it was linked from",
                12 => "it is a set of Mach-O files, which is not supported; pass the objects it was linked from",
                var type => $"the file type {type} is not supported; pass a relocatable object (.o)",
            });
        }

        return header;
    }
}
