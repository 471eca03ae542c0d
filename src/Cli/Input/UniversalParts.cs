using Linker.Engine;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Cli.Input;

/// <summary>Which part of a universal file a command line means: <c>libfoo.a(arm64)</c>, or without a name that of this process's machine, or the only one that can be linked.</summary>
internal static class UniversalParts
{
    /// <summary>The part that is meant without a name; any other file as it is.</summary>
    /// <exception cref="ObjectFormatException">There is none, or several of which none is for this process.</exception>
    internal static ReadOnlyMemory<byte> ForProcess(byte[] file, string path)
    {
        if (!UniversalReader.IsUniversal(file))
        {
            return file;
        }

        UniversalPart[] parts = [.. UniversalReader.Read(file, path).Where(p => p.Machine is not null)];
        UniversalPart[] chosen = parts.Length == 1 ? parts : [.. parts.Where(p => p.Machine == RuntimeLinker.MachineOfProcess)];
        return chosen.Length > 0 ? chosen[0].Content : throw new ObjectFormatException(
            path, "universal header", 0, (ulong)parts.Length,
            parts.Length == 0 ? "none of its parts is for a machine that can be linked" : $"name the part that is meant: {string.Join(" or ", parts.Select(p => $"{path}({NameOf(p.Machine!.Value)})"))}");
    }

    /// <summary>The part of a name: <c>x86_64</c>, <c>arm64</c>.</summary>
    internal static bool TryFind(byte[] file, string path, string name, out ReadOnlyMemory<byte> content)
    {
        foreach (UniversalPart part in UniversalReader.Read(file, path))
        {
            if (part.Machine is { } machine && NameOf(machine) == name)
            {
                content = part.Content;
                return true;
            }
        }

        content = default;
        return false;
    }

    /// <summary>The names of all parts that can be linked.</summary>
    internal static string NamesOf(byte[] file, string path) =>
        string.Join(" and ", UniversalReader.Read(file, path).Where(p => p.Machine is not null).Select(p => NameOf(p.Machine!.Value)));

    /// <summary>What a part is called on command lines.</summary>
    internal static string NameOf(Machine machine) => machine == Machine.X64 ? "x86_64" : "arm64";
}
