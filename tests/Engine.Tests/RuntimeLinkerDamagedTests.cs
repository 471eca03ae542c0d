using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Objects of which a byte or three are wrong, read and linked: an image or an exception that says what is wrong with the object, and nothing that stays behind.</summary>
public sealed class RuntimeLinkerDamagedTests
{
    private const int Count = 400;

    // What may be wrong with an object. Memory that there is not: a damaged size may be any.
    internal static readonly Type[] Refusals =
    [
        typeof(ObjectFormatException), typeof(RelocationException), typeof(UnresolvedSymbolsException), typeof(DuplicateSymbolException), typeof(ObjectMismatchException), typeof(ThreadLocalSpaceException),
        typeof(OutOfMemoryException), typeof(InsufficientMemoryException),
    ];

    [Theory]
    [InlineData("elf-x64")]
    [InlineData("elf-arm64")]
    [InlineData("coff-x64")]
    [InlineData("coff-arm64")]
    [InlineData("macho-x64")]
    [InlineData("macho-arm64")]
    public void Four_hundred_objects_with_one_to_three_damaged_bytes_are_linked_or_refused(string folder)
    {
        byte[][] files = [.. Directory.GetFiles(Repository.Fixture(folder), "*.o*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(IsLinked)];
        Assert.True(files.Length > 15);
        var random = new Random(folder.Length + folder[^2]);
        int linked = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] file = [.. files[i % files.Length]];
            for (int flips = 1 + (i % 3); flips > 0; flips--)
            {
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            }

            linked += IsLinked(file) ? 1 : 0;
        }

        // Most bytes are code and data, and any of these is as good as another; most others say where things are.
        Assert.InRange(linked, Count / 5, Count - (Count / 20));
    }

    private static bool IsLinked(byte[] file)
    {
        var memory = new CountedMemory();
        var outside = new CallbackResolver(_ => 0x1100_0000);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [outside] });
        try
        {
            using (linker.Link(LinkRequest.ForCheck with { Placement = Placement.At(0x1000_0000) }, ObjectReader.Read(file, "damaged.o")))
            {
                Assert.True(memory.Live <= 1);
            }

            return true;
        }
        catch (Exception e) when (Refusals.Any(t => t.IsInstanceOfType(e)))
        {
            return false;
        }
        finally
        {
            Assert.Equal(0, memory.Live);
        }
    }
}
