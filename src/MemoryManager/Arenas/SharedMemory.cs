namespace Linker.MemoryManager.Arenas;

/// <summary>Memory that can be mapped at several places; the default value is none.</summary>
/// <param name="Handle">The system's name for it, until it is closed.</param>
/// <param name="Size">Bytes; 0 for none.</param>
/// <param name="View">Address of the view through which it is written.</param>
internal readonly record struct SharedMemory(nint Handle, nuint Size, nint View);
