namespace Linker.Loader;

/// <summary>Which function of <see cref="StackMaps"/>.</summary>
/// <param name="Index">Index into <see cref="StackMaps.Functions"/>.</param>
public readonly record struct StackMapFunctionId(uint Index);

/// <summary>Which record of <see cref="StackMaps"/>.</summary>
/// <param name="Index">Index into <see cref="StackMaps.Records"/>.</param>
public readonly record struct StackMapRecordId(uint Index);

/// <summary>A function that has records.</summary>
/// <param name="Address">Where it begins; in an object the place of a relocation, in an image 0 for a function that the image does not have.</param>
/// <param name="StackSize">Bytes of its frame; <see langword="null"/> when they are not known before it runs.</param>
/// <param name="AddressOffset">Where its address stands, in bytes from the start of the section.</param>
/// <param name="FirstRecord">The first of its records, which follow each other.</param>
/// <param name="RecordCount">How many there are.</param>
public readonly record struct StackMapFunction(ulong Address, ulong? StackSize, uint AddressOffset, StackMapRecordId FirstRecord, uint RecordCount);

/// <summary>What is known of one instruction: that of a stack map or a patch point, or the one behind a statepoint's call.</summary>
/// <param name="Id">The number that the compiler was given. Several records may have the same, where code was copied.</param>
/// <param name="Function">Whose it is.</param>
/// <param name="InstructionOffset">Bytes from the start of the function.</param>
/// <param name="Flags">What the format calls reserved.</param>
/// <param name="FirstLocation">Index of the first of its locations.</param>
/// <param name="LocationCount">How many it has.</param>
/// <param name="FirstLiveOut">Index of the first of its live-outs.</param>
/// <param name="LiveOutCount">How many it has.</param>
public readonly record struct StackMapRecord(
    ulong Id, StackMapFunctionId Function, uint InstructionOffset, ushort Flags, uint FirstLocation, ushort LocationCount, uint FirstLiveOut, ushort LiveOutCount);

/// <summary>How a value is found. The numbers are the format's.</summary>
public enum StackMapLocationKind : byte
{
    /// <summary>It is in a register.</summary>
    Register = 1,

    /// <summary>It is an address: a register plus an offset, such as that of a local variable.</summary>
    Direct = 2,

    /// <summary>It is in memory, at a register plus an offset.</summary>
    Indirect = 3,

    /// <summary>It is a number that the location holds.</summary>
    Constant = 4,

    /// <summary>It is a number among <see cref="StackMaps.Constants"/>.</summary>
    ConstantIndex = 5,
}

/// <summary>Where a value is.</summary>
/// <param name="Kind">How it is found.</param>
/// <param name="Size">Bytes of the value.</param>
/// <param name="Register">DWARF's number of the register that <see cref="StackMapLocationKind.Register"/>, <see cref="StackMapLocationKind.Direct"/> and <see cref="StackMapLocationKind.Indirect"/> speak of.</param>
/// <param name="Value">The offset in bytes, the number, or the index into <see cref="StackMaps.Constants"/>.</param>
public readonly record struct StackMapLocation(StackMapLocationKind Kind, ushort Size, ushort Register, int Value);

/// <summary>A register that holds something when a patch point is left, so that the code called there has to preserve it, unless it is the result.</summary>
/// <param name="Register">DWARF's number.</param>
/// <param name="Size">Bytes of it that count.</param>
public readonly record struct StackMapLiveOut(ushort Register, byte Size);
