namespace Linker.MemoryManager;

/// <summary>One segment of a reservation: where the code will see it, and where its bytes are written.</summary>
/// <param name="TargetAddress">Absolute address in the target.</param>
/// <param name="WorkingAddress">Address in this process of the bytes to write, valid for <paramref name="Size"/> bytes until the segment is sealed.</param>
/// <param name="Size">Bytes, as requested.</param>
/// <param name="Access">The access once sealed.</param>
/// <param name="IsZero">Whether the bytes are known to be zero. If not, they are what some disposed image left there, and who reserved them writes every one.</param>
public readonly record struct ReservedSegment(ulong TargetAddress, nint WorkingAddress, nuint Size, PageAccess Access, bool IsZero = true);
