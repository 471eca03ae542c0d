namespace Linker.MemoryManager;

/// <summary>How memory that is written and later executed is kept from being both at once.</summary>
public enum WriteMode
{
    /// <summary><see cref="DualMapping"/> where the system allows it, else <see cref="WriteThenExecute"/>.</summary>
    Auto,

    /// <summary>The same memory is mapped twice: read-only or executable where the code sees it, writable elsewhere. Images share pages and no system call is needed for one of them.</summary>
    DualMapping,

    /// <summary>One mapping, writable until it is sealed. Constants and code of an image have pages of their own.</summary>
    WriteThenExecute,

    /// <summary>One mapping with every access at once, whatever a segment asks for. Hardened systems refuse it.</summary>
    ReadWriteExecute,
}
