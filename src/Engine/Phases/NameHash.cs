using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>Hash of a symbol's name. Seeded for each process, so that no input can be made to collide.</summary>
internal static class NameHash
{
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    internal static uint Of(ReadOnlySpan<byte> name)
    {
        ulong hash = Seed ^ (ulong)name.Length;
        while (name.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(name));
            name = name[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < name.Length; i++)
        {
            tail |= (ulong)name[i] << (8 * i);
        }

        hash = Mix(hash ^ tail);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ Seed, 0x9E37_79B9_7F4A_7C15, out ulong low);
        return high ^ low;
    }
}
