namespace Linker.MemoryManager.Tests;

public class InstructionCacheTests
{
    public static TheoryData<WriteMode> Modes => InProcessMemoryManagerTests.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void Code_at_an_address_that_had_other_code_runs(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        ulong first = 0;
        for (int i = 0; i < 100; i++)
        {
            using PageReservation image = memory.Reserve([new(8, 16, Images.Code)], Placement.Anywhere);
            Images.Returning(i).CopyTo(image.WorkingBytes(0, 0, 8));
            image.Seal(0);
            first = first == 0 ? image.Segments[0].TargetAddress : first;
            Assert.Equal((first, i), (image.Segments[0].TargetAddress, Images.Call(first)));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Code_that_another_thread_has_run_is_replaced_for_it_too(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        ulong address = 0;
        int asked = 0;
        int answered = 0;
        int answer = -1;
        var thread = new Thread(() =>
        {
            for (int round = 1; round <= 100; round++)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref asked) == round);
                answer = Images.Call(address);
                Volatile.Write(ref answered, round);
            }
        });
        thread.Start();
        for (int round = 1; round <= 100; round++)
        {
            using PageReservation image = memory.Reserve([new(8, 16, Images.Code)], Placement.Anywhere);
            Images.Returning(round * 3).CopyTo(image.WorkingBytes(0, 0, 8));
            image.Seal(0);
            address = image.Segments[0].TargetAddress;
            Volatile.Write(ref asked, round);
            SpinWait.SpinUntil(() => Volatile.Read(ref answered) == round);
            Assert.Equal(round * 3, answer);
        }

        thread.Join();
    }
}
