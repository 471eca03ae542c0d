using System.Buffers.Binary;

namespace Linker.Cli.Output;

/// <summary>AArch64 instructions as text, and the data that mapping symbols tell from them.</summary>
internal static class Arm64Instructions
{
    private const int Size = 4;

    /// <summary>The instructions one after another.</summary>
    /// <param name="code">The bytes of a section.</param>
    /// <param name="names">Of places in it, for branches.</param>
    /// <param name="isPatched">Whether a relocation patches the instruction that ends at an offset: it leads nowhere yet.</param>
    /// <param name="data">Where data begins and where instructions do again, in order: the ABI's <c>$d</c> and <c>$x</c>.</param>
    internal static IEnumerable<InstructionText> Of(byte[] code, Dictionary<ulong, string> names, Func<uint, bool> isPatched, IReadOnlyList<(ulong Offset, bool IsData)> data)
    {
        bool isData = false;
        int next = 0;
        for (int offset = 0; offset < code.Length;)
        {
            for (; next < data.Count && data[next].Offset <= (ulong)offset; next++)
            {
                isData = data[next].IsData;
            }

            ulong end = next < data.Count ? Math.Min(data[next].Offset, (ulong)code.Length) : (ulong)code.Length;
            int size = (int)Math.Min(Size, end - (ulong)offset);
            yield return new InstructionText((uint)offset, (uint)size, Text(code.AsSpan(offset, size), (uint)offset, isData, names, isPatched));
            offset += size;
        }
    }

    /// <summary>Whether a name marks where instructions or data begin.</summary>
    internal static bool IsMapping(string name) => name is "$x" or "$d" || name.StartsWith("$x.", StringComparison.Ordinal) || name.StartsWith("$d.", StringComparison.Ordinal);

    private static string Text(ReadOnlySpan<byte> bytes, uint offset, bool isData, Dictionary<ulong, string> names, Func<uint, bool> isPatched)
    {
        if (bytes.Length < Size)
        {
            return $".byte {string.Join(", ", bytes.ToArray().Select(b => $"0x{b:x2}"))}";
        }

        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (isData)
        {
            return $".word 0x{word:x8}";
        }

        string text = A64.Text(word, offset);
        string? name = null;
        bool leads = A64.BranchTarget(word, offset) is { } target && names.TryGetValue(target, out name) && !isPatched(offset + Size);
        return leads ? $"{text} <{name}>" : text;
    }
}
