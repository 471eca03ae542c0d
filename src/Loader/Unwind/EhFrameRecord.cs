namespace Linker.Loader;

/// <summary>What a record of <c>.eh_frame</c> is.</summary>
public enum EhFrameRecordKind : byte
{
    /// <summary>What several functions have in common (Common Information Entry).</summary>
    Cie,

    /// <summary>One function (Frame Description Entry).</summary>
    Fde,

    /// <summary>A length of zero: the end, for readers that know no size.</summary>
    Terminator,
}

/// <summary>One record of <c>.eh_frame</c>. Offsets are bytes from the start of the section, 0 where there is no such field; addresses are as the section's target address has them.</summary>
public readonly record struct EhFrameRecord
{
    /// <summary>What it is.</summary>
    public EhFrameRecordKind Kind { get; init; }

    /// <summary>Of the record's length field.</summary>
    public uint Offset { get; init; }

    /// <summary>Of the whole record in bytes, its length field included.</summary>
    public uint Size { get; init; }

    /// <summary>Of the CIE that describes an FDE; of a CIE, its own.</summary>
    public uint CieOffset { get; init; }

    /// <summary>Of the pointer back to the CIE, in an FDE.</summary>
    public uint CiePointerOffset { get; init; }

    /// <summary>How the CIE's FDEs write addresses of code (<c>DW_EH_PE_…</c>).</summary>
    public byte PointerEncoding { get; init; }

    /// <summary>How the CIE writes its personality, 0xff where it has none.</summary>
    public byte PersonalityEncoding { get; init; }

    /// <summary>How the CIE's FDEs write their language-specific data, 0xff where they have none.</summary>
    public byte LsdaEncoding { get; init; }

    /// <summary>Whether the CIE's FDEs have augmentation data (augmentation <c>z</c>).</summary>
    public bool HasAugmentationData { get; init; }

    /// <summary>Whether the function is called by a signal (augmentation <c>S</c>).</summary>
    public bool IsSignalFrame { get; init; }

    /// <summary>Of the personality pointer, in a CIE.</summary>
    public uint PersonalityOffset { get; init; }

    /// <summary>Of the first address of the function, in an FDE.</summary>
    public uint PcBeginOffset { get; init; }

    /// <summary>Of the size of the function, in an FDE.</summary>
    public uint PcRangeOffset { get; init; }

    /// <summary>Of the pointer to language-specific data, in an FDE.</summary>
    public uint LsdaOffset { get; init; }

    /// <summary>The personality's address, or that of a pointer to it where <see cref="PersonalityEncoding"/> has bit 7 (indirect) set; 0 where the field is 0.</summary>
    public ulong Personality { get; init; }

    /// <summary>The first address of the function; 0 where the field is 0.</summary>
    public ulong PcBegin { get; init; }

    /// <summary>Bytes of the function.</summary>
    public ulong PcRange { get; init; }

    /// <summary>The address of the language-specific data; 0 where the field is 0.</summary>
    public ulong Lsda { get; init; }
}
