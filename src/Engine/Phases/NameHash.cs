using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>Hash of a symbol's name. Seeded for each process, so that no input can be made to collide.</summary>
internal static class NameHash
{
    // Two, because one that is mixed in twice takes itself out again.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1, Start = (ulong)Random.Shared.NextInt64();
    private static readonly ulong Multiplier = 0x9E37_79B9_7F4A_7C15 ^ ((ulong)Random.Shared.Next() << 1);

    internal static uint Of(ReadOnlySpan<byte> name)
    {
        ulong hash = Start ^ (ulong)name.Length;
        ulong tail;
        if (name.Length >= sizeof(ulong))
        {
            // The last block overlaps the one before it.
            tail = MemoryMarshal.Read<ulong>(name[^sizeof(ulong)..]);
            while (name.Length > sizeof(ulong))
            {
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(name));
                name = name[sizeof(ulong)..];
            }
        }
        else if (name.Length >= sizeof(uint))
        {
            tail = MemoryMarshal.Read<uint>(name) | ((ulong)MemoryMarshal.Read<uint>(name[^sizeof(uint)..]) << 32);
        }
        else
        {
            tail = name.Length == 0 ? 0 : name[0] | ((ulong)name[name.Length >> 1] << 8) | ((ulong)name[^1] << 16);
        }

        hash = Mix(hash ^ tail);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ Seed, Multiplier, out ulong low);
        return high ^ low;
    }
}
