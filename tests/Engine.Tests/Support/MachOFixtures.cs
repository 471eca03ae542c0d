using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>The checked-in Mach-O objects of the machine that this process is.</summary>
internal static class MachOFixtures
{
    internal static LinkGraph Read(string name) => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(Path.Combine("macho-" + Repository.Machine, name))), name);

    internal static LinkGraph[] ReadAll(params IEnumerable<string> names) => [.. names.Select(Read)];

    internal static LoadedImage LinkMachO(this RuntimeLinker linker, params string[] names) => linker.Link(ReadAll(names));

    /// <summary>A builder for this machine.</summary>
    internal static MachOBuilder NewBuilder() => new() { Cpu = Repository.Machine == "arm64" ? MachOBuilder.Arm64 : MachOBuilder.X64 };

    /// <summary>A function that returns a number.</summary>
    internal static byte[] Returning(byte value) => Repository.Machine == "arm64"
        ? [.. BitConverter.GetBytes(0x5280_0000u | ((uint)value << 5)), .. BitConverter.GetBytes(0xD65F_03C0u)] // mov w0, #value; ret
        : [0xB8, value, 0, 0, 0, 0xC3, 0x90, 0x90]; // mov eax, value; ret

    /// <summary>A function that calls another and returns what that returns, by a jump.</summary>
    internal static byte[] Jumping => Repository.Machine == "arm64" ? [0, 0, 0, 0x14] : [0xE9, 0, 0, 0, 0];
}
