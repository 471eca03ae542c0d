using Linker.Loader;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>Mach-O objects with a relocation of each type and shape, so that the map of a machine is asked through the front door.</summary>
internal static class MachOProbe
{
    /// <summary>The graphs of both machines.</summary>
    internal static LinkGraph[] All { get; } = [OfX64(), OfArm64()];

    private static LinkGraph OfX64()
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow data = builder.Data(new byte[64]);
        int symbol = builder.Undefined("_x");
        for (byte type = 1; type < 10; type++)
        {
            if (type != 5)
            {
                data.Relocate(0, type, symbol, isRelative: true);
            }
        }

        return Read(builder, data, symbol, 5);
    }

    private static LinkGraph OfArm64()
    {
        var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
        uint[] code = [0x94000000, 0x90000000, 0x91000000, 0x39400000, 0x79400000, 0xB9400000, 0xF9400000, 0x3DC00000];
        MachOBuilder.SectionRow text = builder.Text([.. code.SelectMany(BitConverter.GetBytes)]), data = builder.Data(new byte[64]);
        int symbol = builder.Undefined("_x");
        text.Relocate(0, 2, symbol, isRelative: true).Relocate(4, 3, symbol, isRelative: true).Relocate(4, 5, symbol, isRelative: true).Relocate(4, 8, symbol, isRelative: true);
        text.Relocate(24, 6, symbol).Relocate(24, 9, symbol);
        for (int place = 8; place < code.Length * sizeof(uint); place += sizeof(uint))
        {
            text.Relocate(place, 4, symbol);
        }

        data.Relocate(0, 7, symbol, isRelative: true).Relocate(0, 7, symbol, length: 3);
        return Read(builder, data, symbol, 1);
    }

    // Words of each size, alone and as differences, and the offset in a descriptor.
    private static LinkGraph Read(MachOBuilder builder, MachOBuilder.SectionRow data, int symbol, byte subtractor)
    {
        for (int length = 0; length < 4; length++)
        {
            data.Relocate(0, 0, symbol, length: length).Relocate(8, subtractor, symbol, length: length).Relocate(8, 0, symbol, length: length);
        }

        MachOBuilder.SectionRow template = builder.Section("__DATA", "__thread_data", MachOBuilder.ThreadData, new byte[8]);
        MachOBuilder.SectionRow variables = builder.Section("__DATA", "__thread_vars", MachOBuilder.ThreadVariables, new byte[24]);
        variables.Relocate(16, 0, builder.Global("_v$tlv$init", template), length: 3);
        return ObjectReader.Read(builder.Build(), "probe.o");
    }
}
