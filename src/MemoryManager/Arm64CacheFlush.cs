using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager;

/// <summary>A function in machine code that makes the caches of AArch64 agree about a range, for processes without a C run time's <c>__clear_cache</c>.</summary>
/// <remarks>
/// CTR_EL0 tells the smallest line of each cache, as the logarithm of a number of words: DminLine in bits 19:16, IminLine in bits 3:0. IDC (bit 28)
/// and DIC (bit 29) tell that data need not be cleaned and instructions need not be invalidated. Arm Architecture Reference Manual, D24.2.34 and B2.7.4.2.
/// </remarks>
internal static class Arm64CacheFlush
{
    /// <summary><c>void flush(void *begin, void *end)</c></summary>
    internal static ReadOnlySpan<byte> Code =>
    [
        0x5F, 0x24, 0x03, 0xD5, //    bti  c
        0x22, 0x00, 0x3B, 0xD5, //    mrs  x2, ctr_el0
        0x85, 0x00, 0x80, 0x52, //    mov  w5, #4
        0x22, 0x01, 0xE0, 0x37, //    tbnz w2, #28, 1f
        0x43, 0x4C, 0x10, 0x53, //    ubfx w3, w2, #16, #4
        0xA3, 0x20, 0xC3, 0x1A, //    lsl  w3, w5, w3
        0x64, 0x04, 0x00, 0x51, //    sub  w4, w3, #1
        0x04, 0x00, 0x24, 0x8A, //    bic  x4, x0, x4
        0x24, 0x7B, 0x0B, 0xD5, // 0: dc   cvau, x4
        0x84, 0x00, 0x03, 0x8B, //    add  x4, x4, x3
        0x9F, 0x00, 0x01, 0xEB, //    cmp  x4, x1
        0xA3, 0xFF, 0xFF, 0x54, //    b.lo 0b
        0x9F, 0x3B, 0x03, 0xD5, // 1: dsb  ish
        0x42, 0x01, 0xE8, 0x37, //    tbnz w2, #29, 3f
        0x43, 0x0C, 0x00, 0x12, //    and  w3, w2, #15
        0xA3, 0x20, 0xC3, 0x1A, //    lsl  w3, w5, w3
        0x64, 0x04, 0x00, 0x51, //    sub  w4, w3, #1
        0x04, 0x00, 0x24, 0x8A, //    bic  x4, x0, x4
        0x24, 0x75, 0x0B, 0xD5, // 2: ic   ivau, x4
        0x84, 0x00, 0x03, 0x8B, //    add  x4, x4, x3
        0x9F, 0x00, 0x01, 0xEB, //    cmp  x4, x1
        0xA3, 0xFF, 0xFF, 0x54, //    b.lo 2b
        0x9F, 0x3B, 0x03, 0xD5, //    dsb  ish
        0xDF, 0x3F, 0x03, 0xD5, // 3: isb
        0xC0, 0x03, 0x5F, 0xD6, //    ret
    ];

    /// <summary>Puts the function in a page of its own, for as long as the process lives. Nobody has fetched from there, and the page becomes executable only when it is written.</summary>
    internal static nint Map()
    {
        nuint size = AddressSpace.PageSize;
        nint page = Libc.MMap(0, size, PageAccess.Read | PageAccess.Write, MapFlags.Private | MapFlags.Anonymous, -1, 0);
        if (page == -1)
        {
            OsFailure.Throw("mmap of a page for the cache flush");
        }

        Code.CopyTo(NativeBytes.At(page, (nuint)Code.Length));
        if (Libc.MProtect(page, size, PageAccess.Read | PageAccess.Execute) < 0)
        {
            OsFailure.Throw("mprotect of the cache flush");
        }

        return page;
    }
}
