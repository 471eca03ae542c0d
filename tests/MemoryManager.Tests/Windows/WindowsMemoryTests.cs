using System.Runtime.InteropServices;
using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Windows;

namespace Linker.MemoryManager.Tests.Windows;

[Trait("System", "windows")]
public class WindowsMemoryTests
{
    private const ulong Place = 0x2777_0000_0000;
    private const nuint Half = 0x10_0000;

    private readonly WindowsMemory _system = new();

    [Fact]
    public void A_reservation_with_shared_memory_at_its_start_is_a_view_and_private_memory()
    {
        SharedMemory shared = _system.Share(Half);
        Assert.True(_system.TryReserve(Place, 2 * Half, shared));
        Assert.Equal(("---s", "---p"), (Maps.PermissionsAt(Place), Maps.PermissionsAt(Place + Half)));
        Assert.Equal("---s", Maps.PermissionsAt((ulong)shared.View));
        _system.Commit(Place, 0x1000, Images.Code, isShared: true);
        Assert.Equal(("r-xs", "---s"), (Maps.PermissionsAt(Place), Maps.PermissionsAt(Place + 0x1000)));
        Images.At((ulong)shared.View, 8)[7] = 0xab;
        Assert.Equal(0xab, Images.At(Place, 8)[7]);
        Assert.False(_system.TryReserve(Place + Half, Half, default));
        Release(shared, 2 * Half);
        Assert.Equal(("", "", ""), (Maps.PermissionsAt(Place), Maps.PermissionsAt(Place + Half), Maps.PermissionsAt((ulong)shared.View)));
    }

    [Fact]
    public void Without_room_behind_the_view_there_is_no_view()
    {
        SharedMemory shared = _system.Share(Half);
        Assert.True(_system.TryReserve(Place + Half, 0x1_0000, default));
        Assert.False(_system.TryReserve(Place, 2 * Half, shared));
        Assert.Equal("", Maps.PermissionsAt(Place));
        _system.Free(Place + Half, 0x1_0000, 0);
        _system.FreeView(shared);
        _system.Close(shared);
    }

    [Fact]
    public void A_view_beside_private_memory_never_becomes_writable_and_one_that_holds_data_may()
    {
        SharedMemory shared = _system.Share(Half);
        Assert.True(_system.TryReserve(Place, 2 * Half, shared));
        _system.Commit(Place, 0x1000, Images.Constants, isShared: true);
        Assert.False(_system.TryProtect(Place, 0x1000, Images.Data));
        Release(shared, 2 * Half);
        shared = _system.Share(Half);
        Assert.True(_system.TryReserve(Place, Half, shared));
        _system.Commit(Place, 0x1000, Images.Constants, isShared: true);
        Assert.True(_system.TryProtect(Place, 0x1000, Images.Data));
        Release(shared, Half);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(0xf000ul)]
    [InlineData(0x7fff_fffe_0000ul)]
    [InlineData(0xffff_ffff_ffff_0000ul)]
    public void Addresses_that_a_process_does_not_have_are_refused_with_the_reason(ulong address)
    {
        SharedMemory shared = _system.Share(Half);
        foreach (SharedMemory what in (SharedMemory[])[default, shared])
        {
            Marshal.SetLastPInvokeError(0);
            Assert.False(_system.TryReserve(address, Half, what));
            Assert.Equal(487, Marshal.GetLastPInvokeError());
        }

        _system.FreeView(shared);
        _system.Close(shared);
    }

    [Theory]
    [InlineData(0x1_0000ul, false)]
    [InlineData(0x1000_0000ul, false)]
    [InlineData(0x1_0000ul, true)]
    [InlineData(0x1000_0000ul, true)]
    public void Anywhere_is_aligned_and_holds_shared_memory_where_it_is_wanted(ulong alignment, bool isShared)
    {
        SharedMemory shared = isShared ? _system.Share(Half) : default;
        ulong address = _system.TryReserveAnywhere(2 * Half, (nuint)alignment, shared);
        Assert.NotEqual(0ul, address);
        Assert.Equal(0ul, address & (alignment - 1));
        Assert.Equal((isShared ? "---s" : "---p", "---p"), (Maps.PermissionsAt(address), Maps.PermissionsAt(address + Half)));
        _system.Free(address, 2 * Half, shared.Size);
        Assert.Equal("", Maps.PermissionsAt(address));
        Assert.Equal("", Maps.PermissionsAt(address + Half));
        if (isShared)
        {
            _system.FreeView(shared);
            _system.Close(shared);
        }
    }

    [Fact]
    public void Private_pages_are_given_back_and_come_back_as_zero_and_shared_ones_are_kept()
    {
        SharedMemory shared = _system.Share(Half);
        Assert.True(_system.TryReserve(Place, 2 * Half, shared));
        _system.Commit(Place, Half, Images.Constants, isShared: true);
        _system.Commit(Place + Half, Half, Images.Data, isShared: false);
        Images.At((ulong)shared.View, (int)Half).Fill(0xcc);
        Images.At(Place + Half, (int)Half).Fill(0xcc);
        Assert.True(_system.TryDiscard(Place + Half + 0x1000, 0x1000, Images.Data));
        Assert.True(_system.TryDiscard(Place + Half, 0, Images.Data));
        Assert.False(_system.TryDiscardShared(shared.View, Half));
        Assert.Equal("rw-p", Maps.PermissionsAt(Place + Half + 0x1000));
        Assert.Equal(0x1000, Images.At(Place + Half, (int)Half).Count((byte)0));
        Assert.Equal(0, Images.At(Place, (int)Half).Count((byte)0));
        Release(shared, 2 * Half);
    }

    [Fact]
    public void What_is_not_reserved_can_be_neither_committed_nor_protected_nor_given_back()
    {
        OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => _system.Commit(Place, 0x1000, Images.Data, isShared: false));
        Assert.Contains("VirtualAlloc of 0x277700000000, 4096 bytes, for Read, Write", e.Message, StringComparison.Ordinal);
        Assert.Contains("VirtualProtect", Assert.ThrowsAny<Exception>(() => _system.Protect(Place, 0x1000, Images.Code)).Message, StringComparison.Ordinal);
        Assert.False(_system.TryProtect(Place, 0x1000, Images.Code));
        Assert.False(_system.TryDiscard(Place, 0x1000, Images.Data));
    }

    private void Release(in SharedMemory shared, nuint size)
    {
        _system.Free(Place, size, shared.Size);
        _system.FreeView(shared);
        _system.Close(shared);
    }
}
