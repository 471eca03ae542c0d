namespace Linker.MemoryManager.Tests;

public class PageReservationTests
{
    [Fact]
    public void Bytes_outside_a_segment_are_refused()
    {
        using PageReservation image = new BufferMemoryManager().Reserve([new(10, 1, Images.Data)], Placement.Anywhere);
        Assert.Equal(0, image.WorkingBytes(0, 10, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.WorkingBytes(0, 11, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.WorkingBytes(0, 3, 8).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.WorkingBytes(0, 0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.WorkingBytes(0, ulong.MaxValue, 1).Length);
    }

    [Fact]
    public void Dispose_releases_once_and_ends_all_use()
    {
        var owner = new Counting();
        PageReservation image = owner.Reserve([], Placement.Anywhere);
        image.Dispose();
        image.Dispose();
        Assert.Equal(1, owner.Released);
        Assert.Throws<ObjectDisposedException>(() => image.Seal(0));
        Assert.Throws<ObjectDisposedException>(() => image.WorkingBytes(0, 0, 0).Length);
    }

    private sealed class Counting : IMemoryManager
    {
        internal int Released { get; private set; }

        public bool IsInProcess => false;

        public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement) => new(this, []);

        public void Seal(PageReservation reservation, int segment)
        {
        }

        public void Release(PageReservation reservation) => Released++;
    }
}
