using System.Buffers.Binary;
using System.Security.Cryptography;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>
/// The number that code of <c>/GS</c> puts between arrays and return addresses. It is one that nobody can guess: as the system does when it loads an image of a file, the linker chooses it.
/// PE Format, "The Load Configuration Structure".
/// </summary>
internal static class SecurityCookie
{
    // What the run time's static libraries have in its place.
    private const ulong NoneChosen = 0x2b99_2ddf_a232;

    /// <summary>Chooses the number of an image that has one and has not chosen it itself.</summary>
    internal static void Write(Binding binding, PendingImage image)
    {
        if (PlaceOf(binding, image, "__security_cookie"u8) is not { } place || Read(image, place) != NoneChosen)
        {
            return;
        }

        // The 16 bits above are 0, so that the end of a string is part of it.
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong cookie;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            cookie = BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 16;
        }
        while (cookie is 0 or NoneChosen);

        BinaryPrimitives.WriteUInt64LittleEndian(image.Bytes(place, sizeof(ulong)), cookie);
        if (PlaceOf(binding, image, "__security_cookie_complement"u8) is { } complement)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(image.Bytes(complement, sizeof(ulong)), ~cookie);
        }
    }

    private static ulong Read(PendingImage image, SectionPlace place) => BinaryPrimitives.ReadUInt64LittleEndian(image.Bytes(place, sizeof(ulong)));

    private static SectionPlace? PlaceOf(Binding binding, PendingImage image, ReadOnlySpan<byte> name) => image.PlaceOf(binding, name, sizeof(ulong));
}
