namespace Linker.Loader;

/// <summary>Reads a Common Information Entry: version 1 or 3, augmentation of <c>z R P L S B G</c> or the old <c>eh</c>.</summary>
internal static class EhFrameCie
{
    /// <summary>The longest augmentation that makes sense: each letter once.</summary>
    private const int AugmentationLimit = 8;

    /// <summary>Reads from behind the id to the end of the augmentation data; the rest is instructions for the unwinder.</summary>
    internal static void Read(int start, ulong targetAddress, scoped ref EhFrameCursor cursor, out EhFrameRecord cie)
    {
        int size = cursor.Position + cursor.Rest - start;
        byte version = cursor.U8("version");
        if (version is not (1 or 3))
        {
            cursor.Fail(version, $"the version {version} of a CIE is not known; 1 and 3 are");
        }

        ReadOnlySpan<byte> augmentation = ReadAugmentation(ref cursor);
        if (augmentation.SequenceEqual("eh"u8))
        {
            cursor.U64("EH data");
        }

        cursor.Unsigned("code alignment");
        cursor.Signed("data alignment");
        if (version == 1)
        {
            cursor.U8("return address register");
        }
        else
        {
            cursor.Unsigned("return address register");
        }

        cie = new EhFrameRecord
        {
            Kind = EhFrameRecordKind.Cie,
            Offset = (uint)start,
            Size = (uint)size,
            CieOffset = (uint)start,
            PersonalityEncoding = EhFrameCursor.Omit,
            LsdaEncoding = EhFrameCursor.Omit,
        };
        if (augmentation.StartsWith("z"u8))
        {
            ReadData(augmentation[1..], targetAddress, ref cursor, ref cie);
        }
    }

    private static ReadOnlySpan<byte> ReadAugmentation(scoped ref EhFrameCursor cursor)
    {
        EhFrameCursor ahead = cursor.First(Math.Min(cursor.Rest, AugmentationLimit + 1));
        ReadOnlySpan<byte> text = ahead.Take(ahead.Rest, "augmentation");
        int size = text.IndexOf((byte)0);
        if (size < 0)
        {
            cursor.Fail(0, $"its augmentation is longer than {AugmentationLimit} letters");
        }

        cursor.Take(size + 1, "augmentation");
        text = text[..size];
        if (size != 0 && text[0] != (byte)'z' && !text.SequenceEqual("eh"u8))
        {
            cursor.Fail(text[0], "its augmentation does not start with z, so that nothing after it can be understood");
        }

        return text;
    }

    private static void ReadData(ReadOnlySpan<byte> letters, ulong targetAddress, scoped ref EhFrameCursor cursor, ref EhFrameRecord cie)
    {
        ulong size = cursor.Unsigned("augmentation size");
        if (size > (ulong)cursor.Rest)
        {
            cursor.Fail(size, $"its augmentation data of 0x{size:x} bytes reaches past its end");
        }

        EhFrameCursor data = cursor.First((int)size);
        cie.HasAugmentationData = true;
        foreach (byte letter in letters)
        {
            switch (letter)
            {
                case (byte)'R':
                    cie.PointerEncoding = ReadEncoding(ref data, "pc_begin");
                    break;
                case (byte)'L':
                    cie.LsdaEncoding = ReadEncoding(ref data, "language-specific data");
                    break;
                case (byte)'P':
                    byte encoding = ReadEncoding(ref data, "personality");
                    if (encoding != EhFrameCursor.Omit)
                    {
                        cie.PersonalityEncoding = encoding;
                        cie.PersonalityOffset = (uint)data.Position;
                        cie.Personality = data.Pointer(encoding, targetAddress, "personality");
                    }

                    break;
                case (byte)'S':
                    cie.IsSignalFrame = true;
                    break;
                case (byte)'B' or (byte)'G': // how return addresses are signed; the unwinder's business
                    break;
                default:
                    cursor.Fail(letter, $"the letter 0x{letter:x2} of its augmentation is not known");
                    break;
            }
        }

        if (cie.PointerEncoding == EhFrameCursor.Omit)
        {
            cursor.Fail(cie.PointerEncoding, "its FDEs have no addresses");
        }
    }

    private static byte ReadEncoding(scoped ref EhFrameCursor data, string field)
    {
        byte encoding = data.U8("encoding");
        if (encoding != EhFrameCursor.Omit && !EhFrameCursor.IsKnown(encoding))
        {
            data.Fail(encoding, $"the pointer encoding 0x{encoding:x2} of its {field} is not known, or is relative to something that only an executable has");
        }

        return encoding;
    }
}
