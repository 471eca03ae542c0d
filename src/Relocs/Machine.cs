namespace Linker.Relocs;

/// <summary>The instruction set an object was made for. Both are little-endian with 8-byte addresses.</summary>
public enum Machine : byte
{
    /// <summary>AMD64, Intel 64.</summary>
    X64,

    /// <summary>AArch64, LP64.</summary>
    Arm64,
}
