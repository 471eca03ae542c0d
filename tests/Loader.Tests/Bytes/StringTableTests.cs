using System.Text;
using FsCheck.Xunit;

namespace Linker.Loader.Tests;

public class StringTableTests
{
    [Property]
    public void A_name_goes_to_the_next_zero_wherever_it_starts(byte[] letters, ushort seed)
    {
        // Runs of up to a thousand letters, so that names cross blocks.
        var random = new Random(seed);
        var bytes = new List<byte>();
        foreach (byte letter in letters)
        {
            bytes.AddRange(Enumerable.Repeat((byte)(letter | 1), random.Next(1000)));
            bytes.Add(0);
        }

        bytes.Add(0);
        byte[] file = [.. bytes];
        var table = new StringTable(new ByteReader(file, "test"), new FileRange(0, (uint)file.Length), "names");
        for (int i = 0; i < 50; i++)
        {
            int start = random.Next(file.Length);
            FileRange name = table.Name((uint)start);
            Assert.Equal((start, Array.IndexOf(file, (byte)0, start) - start), ((int)name.Offset, (int)name.Size));
        }
    }

    [Theory]
    [InlineData(0u, 3)]
    [InlineData(4u, 300)]
    public void A_name_that_runs_out_of_the_table_is_refused(uint start, int size)
    {
        byte[] file = Encoding.ASCII.GetBytes("ab" + new string('c', size));
        Assert.Throws<ObjectFormatException>(() => new StringTable(new ByteReader(file, "test"), new FileRange(0, (uint)file.Length), "names").Name(start));
    }

    [Fact]
    public void An_empty_table_has_the_empty_name_only()
    {
        Assert.Equal(new FileRange(5, 0), new StringTable(new ByteReader(new byte[10], "test"), new FileRange(5, 0), "names").Name(0));
        Assert.Throws<ObjectFormatException>(() => new StringTable(new ByteReader(new byte[10], "test"), new FileRange(5, 0), "names").Name(1));
    }
}
