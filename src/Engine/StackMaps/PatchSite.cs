using Linker.Loader;

namespace Linker.Engine;

/// <summary>A patch point that a link has made.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Record">Its record.</param>
/// <param name="Address">Where it is, in the target.</param>
/// <param name="ReturnAddress">Where its call returns.</param>
/// <param name="SlotAddress">Where the address is that it calls.</param>
internal readonly record struct PatchSite(ulong Id, StackMapRecordId Record, ulong Address, ulong ReturnAddress, ulong SlotAddress);
