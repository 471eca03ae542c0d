using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Linker.Engine;

/// <summary>What an object was compiled from, as a SHA-256 digest: of the source or intermediate code, the target, the processor and its features, the options, the compiler and its version.</summary>
public readonly struct ObjectKey : IEquatable<ObjectKey>
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private ObjectKey(ReadOnlySpan<byte> digest)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(digest);
        _low = BinaryPrimitives.ReadUInt128BigEndian(digest[16..]);
    }

    /// <summary>The key of what the parts say; parts are told apart, so that no two lists of parts are taken for each other.</summary>
    /// <param name="content">The source or the intermediate code.</param>
    /// <param name="parts">Whatever else the object depends on, always in the same order: target, processor, features, options, the compiler and its version.</param>
    /// <exception cref="ArgumentNullException">A part is missing.</exception>
    public static ObjectKey Of(ReadOnlySpan<byte> content, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, content);
        foreach (string part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            Append(hash, MemoryMarshal.AsBytes(part.AsSpan()));
        }

        Span<byte> digest = stackalloc byte[Size];
        hash.GetHashAndReset(digest);
        return new ObjectKey(digest);
    }

    /// <summary>The key that 64 hexadecimal digits name, as <see cref="ToString"/> writes them.</summary>
    /// <param name="digits">Any text.</param>
    /// <param name="key">The key.</param>
    public static bool TryParse(ReadOnlySpan<char> digits, out ObjectKey key)
    {
        Span<byte> digest = stackalloc byte[Size];
        bool isKey = digits.Length == 2 * Size && !digits.ContainsAnyInRange('A', 'F') && Convert.FromHexString(digits, digest, out _, out _) == OperationStatus.Done;
        key = isKey ? new ObjectKey(digest) : default;
        return isKey;
    }

    /// <summary>The digest.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">Fewer.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"A key has {Size} bytes.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    /// <inheritdoc/>
    public bool Equals(ObjectKey other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ObjectKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _low.GetHashCode();

    /// <summary>Whether two keys are the same.</summary>
    public static bool operator ==(ObjectKey left, ObjectKey right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    public static bool operator !=(ObjectKey left, ObjectKey right) => !left.Equals(right);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => $"{_high:x32}{_low:x32}";

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(size, part.Length);
        hash.AppendData(size);
        hash.AppendData(part);
    }
}
