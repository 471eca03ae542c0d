using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Mach-O objects that several tests look at.</summary>
internal static class MachOSamples
{
    internal static LinkGraph Read(this MachOBuilder builder, bool includeUnloaded = false) => ObjectReader.Read(builder.Build(), "test.o", includeUnloaded);

    /// <summary>One object with everything that has fields of its own.</summary>
    internal static MachOBuilder Everything(uint cpu = MachOBuilder.X64)
    {
        bool isX64 = cpu == MachOBuilder.X64;
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow text = builder.Text(isX64 ? new byte[32] : [.. new uint[] { 0x94000000, 0x90000000, 0x91000000, 0xF9400000, 0xD503201F, 0xD503201F, 0xD503201F, 0xD503201F }.SelectMany(BitConverter.GetBytes)]);
        MachOBuilder.SectionRow data = builder.Data(new byte[48]);
        builder.Section("__DATA", "__bss", MachOBuilder.ZeroFill).Size = 64;
        MachOBuilder.SectionRow template = builder.Section("__DATA", "__thread_data", MachOBuilder.ThreadData, new byte[8]);
        MachOBuilder.SectionRow variables = builder.Section("__DATA", "__thread_vars", MachOBuilder.ThreadVariables, new byte[24]);
        MachOBuilder.SectionRow pointers = builder.Section("__DATA", "__got", MachOBuilder.Pointers, new byte[16]);
        builder.Section("__DATA", "__mod_init_func", MachOBuilder.Initializers, new byte[8]).RelocateSection(0, 0, 1, length: 3);
        MachOBuilder.SectionRow compact = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, new byte[32]);
        builder.Section("__DWARF", "__debug_info", MachOBuilder.Debug, new byte[8]).RelocateSection(0, 0, 1, length: 3);
        int function = builder.Global("_f", text), inside = builder.Global("_g", text, 16, MachOBuilder.WeakDefinition), outside = builder.Undefined("_outside");
        builder.Symbol("_weak", MachOBuilder.External, description: MachOBuilder.WeakReference);
        builder.Symbol("_common", MachOBuilder.External, value: 100, description: 4 << 8);
        builder.Symbol("_other", MachOBuilder.External | MachOBuilder.Indirect, value: (ulong)builder.Name("_real"));
        builder.Symbol("_number", MachOBuilder.External | MachOBuilder.Absolute, value: 77);
        builder.Symbol("source.c", 0x64);
        int initial = builder.Global("_v$tlv$init", template), variable = builder.Global("_v", variables);
        pointers.Reserved1 = 0;
        builder.IndirectSymbols.AddRange([(uint)outside, 0x8000_0000]);
        variables.Relocate(0, 0, outside, length: 3).Relocate(16, 0, initial, length: 3);
        data.Relocate(0, 0, function, length: 3).Relocate(8, isX64 ? (byte)5 : (byte)1, function).Relocate(8, 0, inside).RelocateSection(16, 0, 2, length: 3);
        if (isX64)
        {
            text.Relocate(4, 2, outside, isRelative: true).Relocate(12, 1, variable, isRelative: true).RelocateSection(20, 1, 2, isRelative: true);
        }
        else
        {
            text.Relocate(0, 2, outside, isRelative: true).RelocateSection(4, 10, 0x10).Relocate(4, 3, variable, isRelative: true).Relocate(8, 4, variable).Relocate(12, 6, outside);
        }

        byte[] entry = compact.Content;
        BitConverter.GetBytes(16).CopyTo(entry, 8);
        BitConverter.GetBytes(isX64 ? 0x0100_0000 : 0x0400_0000).CopyTo(entry, 12);
        compact.RelocateSection(0, 0, 1, length: 3);
        builder.Command(0x2d, [2, 0, 0, 0, .. "-lz\0-framework\0"u8]);
        return builder;
    }
}
