namespace Linker.Loader;

/// <summary>Where the tables of an object are, whichever of the two headers it has.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="IsBig">Whether symbols have 20 bytes and section numbers 32 bits.</param>
/// <param name="SectionOffset">Of the section headers in the file.</param>
/// <param name="SectionCount">How many.</param>
/// <param name="SymbolOffset">Of the symbol table in the file, 0 without one.</param>
/// <param name="SymbolCount">How many records, auxiliary ones included.</param>
internal readonly record struct CoffTables(CoffMachine Machine, bool IsBig, ulong SectionOffset, uint SectionCount, uint SymbolOffset, uint SymbolCount);

/// <summary>The file header: is this an object that can be linked here, and if not, what is it and what to do.</summary>
internal static class CoffIdentity
{
    internal const uint HeaderSize = 20, BigHeaderSize = 56;

    // The class identifier of /bigobj, {D1BAA1C7-BAEE-4BA9-AF20-FAF66AA4DCB8}, and of link-time code generation (/GL).
    private const ulong BigLow = 0x4BA9BAEED1BAA1C7, BigHigh = 0xB8DCA46AF6FA20AF;
    private const ulong CodeGenerationLow = 0x4DABD9A50CB3FE38, CodeGenerationHigh = 0xC2532622B6D69BAC;

    /// <summary>Whether a file that begins as such files do is a member of an import library.</summary>
    internal static bool IsImport(ReadOnlySpan<byte> file) =>
        file.Length >= 6 && file[..6].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0xFF, 0xFF, 0, 0]);

    /// <summary>Finds the tables.</summary>
    /// <exception cref="ObjectFormatException">It is no object that can be linked here.</exception>
    internal static CoffTables Read(ByteReader file)
    {
        if (file.Slice(0, 4, "file header").SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0xFF, 0xFF]))
        {
            return ReadBig(file);
        }

        CoffHeader header = file.Read<CoffHeader>(0, "file header");
        CoffMachine machine = MachineOf(file.FileName, header.Machine, 0);
        return new CoffTables(machine, false, HeaderSize + (ulong)header.OptionalHeaderSize, header.SectionCount, header.SymbolOffset, header.SymbolCount);
    }

    private static CoffTables ReadBig(ByteReader file)
    {
        // What all sorts of these files begin with is shorter than the header of the one that is read.
        ulong classLow = file.Read<ulong>(12, "file header"), classHigh = file.Read<ulong>(20, "file header");
        if ((classLow, classHigh) is (CodeGenerationLow, CodeGenerationHigh))
        {
            Throw.Format(file.FileName, "file header, ClassID", -1, 12, classLow, "it holds MSVC's intermediate language and no code; recompile without /GL");
        }

        if (file.Read<ushort>(4, "file header") < 2 || (classLow, classHigh) is not (BigLow, BigHigh))
        {
            Throw.Format(file.FileName, "file header, ClassID", -1, 12, classLow, "it is an anonymous object of a sort that is not known here");
        }

        CoffBigHeader header = file.Read<CoffBigHeader>(0, "file header");
        return new CoffTables(MachineOf(file.FileName, header.Machine, 6), true, BigHeaderSize, header.SectionCount, header.SymbolOffset, header.SymbolCount);
    }

    /// <summary>The machine of a number in a header.</summary>
    internal static CoffMachine MachineOf(string fileName, ushort number, ulong offset)
    {
        CoffMachine? machine = CoffMachine.Of(number);
        if (machine is null)
        {
            Throw.Format(fileName, "file header, Machine", -1, offset, number, number switch
            {
                CoffConstants.MachineArm64EC => "it is for ARM64EC, which is not supported; compile for aarch64-pc-windows-msvc or x86_64-pc-windows-msvc",
                CoffConstants.MachineArm64X => "it is for ARM64X, which is not supported; compile for aarch64-pc-windows-msvc or x86_64-pc-windows-msvc",
                0x14c => "it is for 32-bit x86, which is not supported; compile for x86_64-pc-windows-msvc",
                0x1c4 => "it is for 32-bit Arm, which is not supported; compile for aarch64-pc-windows-msvc",
                _ => $"the machine 0x{number:x} is not supported; compile for x86_64-pc-windows-msvc or aarch64-pc-windows-msvc",
            });
        }

        return machine!;
    }
}
