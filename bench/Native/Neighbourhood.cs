namespace Linker.Bench.Native;

/// <summary>A part of the address space where all contenders' memory comes to lie, with the one address in it that every name has which an input does not define.</summary>
/// <remarks>
/// LLVM's linkers take memory wherever the system gives some, and JITLink refuses a 32-bit distance to data that is further than 2 GiB away. In a process of the runtime, whose own
/// reservations are larger than that, the holes that are left lie all over the place. So the holes above one large one are stopped up: the system fills the highest hole that is large
/// enough, and that is then the same for all.
/// </remarks>
internal static unsafe class Neighbourhood
{
    /// <summary>This linker is told to stay within it of <see cref="External"/>; what the others take lies below it without a gap.</summary>
    internal const ulong Reach = 1UL << 30;

    private const nuint Size = 0xC000_0000;

    /// <summary>int abs(int): an input that runs may call it.</summary>
    private static ReadOnlySpan<byte> Code =>
    [
        0x89, 0xF8,       // mov   eax, edi
        0xF7, 0xD8,       // neg   eax
        0x0F, 0x48, 0xC7, // cmovs eax, edi
        0xC3,             // ret
    ];

    /// <summary>Where all names are that an input does not define.</summary>
    internal static ulong External { get; } = Settle();

    /// <summary>Starts the program again without the runtime's second view of code that it compiles: those views come and go at any time, and leave holes.</summary>
    internal static void KeepQuiet()
    {
        const string Variable = "DOTNET_EnableWriteXorExecute";
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Libc.SetVariable(Variable, "0");
            Libc.Become("/proc/self/exe", File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0'));
        }
    }

    /// <summary>Stops up holes that have opened since: stacks of threads that ended, files that were closed.</summary>
    internal static void StopUp() => StopUpAbove((nint)External);

    private static ulong Settle()
    {
        nint room = Libc.ReserveAddresses(Size);
        StopUpAbove(room);
        Libc.Unmap(room, Size);
        nint page = Libc.Map(4096);
        Code.CopyTo(new Span<byte>((void*)page, Code.Length));
        Libc.Protect(page, 4096, Protection.Read | Protection.Execute);
        return (ulong)page;
    }

    // Holes below are of no interest: the system begins at the top.
    private static void StopUpAbove(nint room)
    {
        for (int shift = 28; shift >= 12; shift -= 2)
        {
            nuint size = (nuint)1 << shift;
            nint hole;
            while ((hole = Libc.ReserveAddresses(size)) > room)
            {
            }

            Libc.Unmap(hole, size);
        }
    }
}
