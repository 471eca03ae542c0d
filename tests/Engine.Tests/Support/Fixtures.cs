using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>The checked-in objects, and how their functions are called.</summary>
internal static class Fixtures
{
    internal static string[] All { get; } =
        [.. Directory.GetFiles(Repository.OwnFixture("")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>What the names of the relocation types of the process's machine begin with.</summary>
    internal static string TypePrefix => Repository.Machine == "arm64" ? "R_AARCH64_" : "R_X86_64_";

    internal static string[] Named(string prefix, string suffix = ".o") =>
        [.. All.Where(f => f.StartsWith(prefix, StringComparison.Ordinal) && f.EndsWith(suffix, StringComparison.Ordinal))];

    internal static string PathOf(string name) => Repository.OwnFixture(name);

    internal static byte[] ReadBytes(string name) => File.ReadAllBytes(PathOf(name));

    internal static LinkGraph Read(string name) => ObjectReader.Read(ReadBytes(name), name);

    internal static LinkGraph[] ReadAll(params string[] names) => [.. names.Select(Read)];

    internal static Archive ReadArchive(string name) =>
        ArchiveReader.Read(File.ReadAllBytes(PathOf(name)), name, member => File.ReadAllBytes(PathOf(member)));

    internal static LoadedImage Link(this RuntimeLinker linker, params string[] names) => linker.Link(ReadAll(names));

    internal static unsafe int Call(this LoadedImage image, string name) => ((delegate* unmanaged<int>)image.GetAddress(name))();

    internal static unsafe int Call(this LoadedImage image, string name, int argument) => ((delegate* unmanaged<int, int>)image.GetAddress(name))(argument);

    internal static unsafe nint CallPointer(this LoadedImage image, string name) => ((delegate* unmanaged<nint>)image.GetAddress(name))();

    internal static int Answer(this LoadedImage image) => image.Call("answer");
}
