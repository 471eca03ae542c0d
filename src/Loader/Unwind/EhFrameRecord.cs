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
public record struct EhFrameRecord
{
    /// <summary>What it is.</summary>
    public EhFrameRecordKind Kind { get; internal set; }

    /// <summary>Of the record's length field.</summary>
    public uint Offset { get; internal set; }

    /// <summary>Of the whole record in bytes, its length field included.</summary>
    public uint Size { get; internal set; }

    /// <summary>Of the CIE that describes an FDE; of a CIE, its own.</summary>
    public uint CieOffset { get; internal set; }

    /// <summary>Of the pointer back to the CIE, in an FDE.</summary>
    public uint CiePointerOffset { get; internal set; }

    /// <summary>How the CIE's FDEs write addresses of code (<c>DW_EH_PE_…</c>).</summary>
    public byte PointerEncoding { get; internal set; }

    /// <summary>How the CIE writes its personality, 0xff where it has none.</summary>
    public byte PersonalityEncoding { get; internal set; }

    /// <summary>How the CIE's FDEs write their language-specific data, 0xff where they have none.</summary>
    public byte LsdaEncoding { get; internal set; }

    /// <summary>Whether the CIE's FDEs have augmentation data (augmentation <c>z</c>).</summary>
    public bool HasAugmentationData { get; internal set; }

    /// <summary>Whether the function is called by a signal (augmentation <c>S</c>).</summary>
    public bool IsSignalFrame { get; internal set; }

    /// <summary>Of the personality pointer, in a CIE.</summary>
    public uint PersonalityOffset { get; internal set; }

    /// <summary>Of the first address of the function, in an FDE.</summary>
    public uint PcBeginOffset { get; internal set; }

    /// <summary>Of the size of the function, in an FDE.</summary>
    public uint PcRangeOffset { get; internal set; }

    /// <summary>Of the pointer to language-specific data, in an FDE.</summary>
    public uint LsdaOffset { get; internal set; }

    /// <summary>The personality's address, or that of a pointer to it where <see cref="PersonalityEncoding"/> has bit 7 (indirect) set; 0 where the field is 0.</summary>
    public ulong Personality { get; internal set; }

    /// <summary>The first address of the function; 0 where the field is 0.</summary>
    public ulong PcBegin { get; internal set; }

    /// <summary>Bytes of the function.</summary>
    public ulong PcRange { get; internal set; }

    /// <summary>The address of the language-specific data; 0 where the field is 0.</summary>
    public ulong Lsda { get; internal set; }
}
