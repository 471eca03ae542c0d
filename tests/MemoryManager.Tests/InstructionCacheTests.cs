namespace Linker.MemoryManager.Tests;

public class InstructionCacheTests
{
    [Fact]
    public void Code_replaced_at_the_same_address_runs()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.ReadWriteExecute });
        using PageReservation image = memory.Reserve([new(8, 16, Images.Code)], Placement.Anywhere);
        for (int i = 0; i < 100; i++)
        {
            Images.Returning(i).CopyTo(image.WorkingBytes(0, 0, 8));
            InstructionCache.Flush(image.Segments[0].TargetAddress, 8);
            Assert.Equal(i, Images.Call(image.Segments[0].TargetAddress));
        }
    }
}
