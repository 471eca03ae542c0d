using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Linker.Engine;

/// <summary>What stands before an object in a cache, so that damage, another version's entry and another key's entry are noticed before a byte of it is linked.</summary>
/// <remarks>
/// <code>
/// 0   magic, 8 bytes
/// 8   version, 64 bits, little-endian like the next
/// 16  size of the object, 64 bits
/// 24  key, 32 bytes
/// 56  SHA-256 of all the other bytes, 32 bytes
/// 88  the object
/// </code>
/// The digest finds damage. Who can write into a cache can write a right digest, too, unless it is made with a secret (HMAC) that only those have who may.
/// </remarks>
public static class ObjectEnvelope
{
    /// <summary>Bytes before the object.</summary>
    public const int HeaderSize = DigestOffset + SHA256.HashSizeInBytes;

    private const int VersionOffset = 8, SizeOffset = 16, KeyOffset = 24, DigestOffset = KeyOffset + ObjectKey.Size;
    private const long Version = 1;

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'L', (byte)'N', (byte)'K', (byte)'O', (byte)'B', (byte)'J', (byte)'\n'];

    /// <summary>An object with all that stands before it.</summary>
    /// <param name="key">What it was compiled from.</param>
    /// <param name="objectFile">Its bytes.</param>
    /// <param name="secret">Makes the digest an HMAC, unless empty.</param>
    public static byte[] Write(ObjectKey key, ReadOnlySpan<byte> objectFile, ReadOnlySpan<byte> secret = default)
    {
        byte[] envelope = GC.AllocateUninitializedArray<byte>(HeaderSize + objectFile.Length);
        WriteHeader(envelope, key, objectFile, secret);
        objectFile.CopyTo(envelope.AsSpan(HeaderSize));
        return envelope;
    }

    /// <summary>The object, if the bytes are those that were written for the key, with the same secret.</summary>
    /// <param name="key">What the object shall have been compiled from.</param>
    /// <param name="envelope">Any bytes.</param>
    /// <param name="objectFile">The part of them that is the object.</param>
    /// <param name="secret">The one it was written with.</param>
    public static bool TryRead(ObjectKey key, ReadOnlyMemory<byte> envelope, out ReadOnlyMemory<byte> objectFile, ReadOnlySpan<byte> secret = default)
    {
        objectFile = default;
        if (!TryReadHeader(key, envelope.Span, out long size) || size != envelope.Length - HeaderSize || !IsWhole(envelope.Span, envelope.Span[HeaderSize..], secret))
        {
            return false;
        }

        objectFile = envelope[HeaderSize..];
        return true;
    }

    internal static void WriteHeader(Span<byte> header, ObjectKey key, ReadOnlySpan<byte> objectFile, ReadOnlySpan<byte> secret)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[VersionOffset..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[SizeOffset..], objectFile.Length);
        key.CopyTo(header[KeyOffset..]);
        Digest(header, objectFile, secret, header.Slice(DigestOffset, SHA256.HashSizeInBytes));
    }

    /// <summary>Whether it is a header of this version for the key, and the size of the object that it announces, which is not negative.</summary>
    internal static bool TryReadHeader(ObjectKey key, ReadOnlySpan<byte> header, out long size)
    {
        size = 0;
        if (header.Length < HeaderSize || !header.StartsWith(Magic) || BinaryPrimitives.ReadInt64LittleEndian(header[VersionOffset..]) != Version)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[ObjectKey.Size];
        key.CopyTo(expected);
        size = BinaryPrimitives.ReadInt64LittleEndian(header[SizeOffset..]);
        return size >= 0 && header.Slice(KeyOffset, ObjectKey.Size).SequenceEqual(expected);
    }

    /// <summary>Whether the digest is that of the rest.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> objectFile, ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(header, objectFile, secret, digest);
        return CryptographicOperations.FixedTimeEquals(digest, header.Slice(DigestOffset, SHA256.HashSizeInBytes));
    }

    private static void Digest(ReadOnlySpan<byte> header, ReadOnlySpan<byte> objectFile, ReadOnlySpan<byte> secret, Span<byte> digest)
    {
        using IncrementalHash hash = secret.IsEmpty ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(header[..DigestOffset]);
        hash.AppendData(objectFile);
        hash.GetHashAndReset(digest);
    }
}
