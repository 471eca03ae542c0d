using System.Text;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class ArchiveReaderTests
{
    private static byte[] ObjectDefining(params string[] names)
    {
        var elf = new ElfBuilder();
        uint text = (uint)elf.Text(4);
        elf.Symbol("local", text, binding: ElfBuilder.Local);
        elf.Symbol("wanted", ElfBuilder.Undefined);
        foreach (string name in names)
        {
            elf.Symbol(name, text);
        }

        return elf.Build();
    }

    private static string? Find(Archive archive, string name) =>
        archive.TryFind(Encoding.UTF8.GetBytes(name), out int member) ? archive.NameOf(member) : null;

    private static string Refuses(byte[] file, Action<Archive>? use = null) => Assert.Throws<ObjectFormatException>(() =>
    {
        Archive archive = ArchiveReader.Read(file, "test.a");
        (use ?? (a => a.TryFind("f"u8, out _)))(archive);
    }).Message;

    [Fact]
    public void Gnu_names_short_and_long_are_read()
    {
        var ar = new ArBuilder();
        ar.Add("//", Encoding.ASCII.GetBytes("a_name_longer_than_fifteen.o/\nanother one, with spaces.o/\n"));
        ar.Add("short.o/", [1]);
        ar.Add("/0", [2, 2]);
        ar.Add("/30", [3, 3, 3]);
        Archive archive = ArchiveReader.Read(ar.Build(), "test.a");
        Assert.Equal(["short.o", "a_name_longer_than_fifteen.o", "another one, with spaces.o"], Enumerable.Range(0, 3).Select(archive.NameOf));
        Assert.Equal([1UL, 2UL, 3UL], archive.Members.ToArray().Select(m => m.Size));
        Assert.Equal([3, 3, 3], archive.BytesOf(2).ToArray());
    }

    [Fact]
    public void Bsd_names_short_and_long_are_read()
    {
        var ar = new ArBuilder();
        ar.Add("short.o", [1]);
        ar.Add("#1/28", [.. Encoding.ASCII.GetBytes("a_name_longer_than_15.o\0\0\0\0\0"), 2, 2]);
        Archive archive = ArchiveReader.Read(ar.Build(), "test.a");
        Assert.Equal(["short.o", "a_name_longer_than_15.o"], Enumerable.Range(0, 2).Select(archive.NameOf));
        Assert.Equal([2, 2], archive.BytesOf(1).ToArray());
        Assert.Equal(2UL, archive.Members[1].Size);
    }

    [Theory]
    [InlineData("/", false, true)]
    [InlineData("/SYM64/", true, true)]
    [InlineData("__.SYMDEF", false, false)]
    [InlineData("__.SYMDEF SORTED", false, false)]
    [InlineData("__.SYMDEF_64", true, false)]
    [InlineData("#1/20__.SYMDEF_64 SORTED", true, false)]
    public void Every_kind_of_index_finds_the_member(string name, bool wide, bool gnu)
    {
        (string, ulong)[] At(uint a, uint b) => [("first", a), ("second", b), ("first", b)];
        byte[] Index(uint a, uint b) => gnu ? ArBuilder.GnuIndex(wide, At(a, b)) : ArBuilder.BsdIndex(wide, At(a, b));
        byte[] Build(uint a, uint b, out uint offsetA, out uint offsetB)
        {
            bool isLong = name.StartsWith("#1/", StringComparison.Ordinal);
            var ar = new ArBuilder();
            ar.Add(isLong ? name[..5] : name, isLong ? [.. Encoding.ASCII.GetBytes(name[5..].PadRight(20, '\0')), .. Index(a, b)] : Index(a, b));
            offsetA = ar.Add("a.o/", ObjectDefining("first"));
            offsetB = ar.Add("b.o/", ObjectDefining("second"));
            return ar.Build();
        }

        Build(0, 0, out uint a, out uint b);
        Archive archive = ArchiveReader.Read(Build(a, b, out _, out _), "test.a");
        Assert.True(archive.HasIndex);
        Assert.Equal(2, archive.Members.Length);
        Assert.Equal(["first", "second", "first"], archive.Symbols.ToArray().Select(s => archive.NameOf(s)));
        Assert.Equal(("a.o", "b.o", null), (Find(archive, "first"), Find(archive, "second"), Find(archive, "third")));
        Assert.Null(Find(archive, ""));
        LinkGraph graph = archive.Read(1);
        Assert.Equal("test.a(b.o)", graph.FileName);
    }

    [Theory]
    [InlineData("coff-x64/bigobj.obj", "answer")]
    [InlineData("coff-arm64/reloc_addr64.obj", "pointer")]
    public void An_archive_without_an_index_is_searched_by_the_symbols_of_members_of_COFF(string file, string name)
    {
        var ar = new ArBuilder();
        ar.Add("a.obj/", File.ReadAllBytes(Shared.Repository.Fixture(file)));
        Assert.Equal(("a.obj", null), (Find(ArchiveReader.Read(ar.Build(), "test.lib"), name), Find(ArchiveReader.Read(ar.Build(), "test.lib"), "nosuch")));
    }

    [Fact]
    public void An_archive_without_an_index_is_searched_by_its_members_symbols()
    {
        var ar = new ArBuilder();
        ar.Add("README/", "no object"u8.ToArray());
        ar.Add("lib.rmeta/", ObjectDefining("hidden_in_metadata"));
        ar.Add("a.o/", ObjectDefining("first", "odd"));
        ar.Add("b.o/", ObjectDefining("second", "first"));
        Archive archive = ArchiveReader.Read(ar.Build(), "test.a");
        Assert.False(archive.HasIndex);
        Assert.Equal(("a.o", "a.o", "b.o"), (Find(archive, "first"), Find(archive, "odd"), Find(archive, "second")));
        Assert.Equal((null, null, null), (Find(archive, "local"), Find(archive, "wanted"), Find(archive, "hidden_in_metadata")));
        Assert.True(archive.IsMetadata(1) && !archive.IsMetadata(2));
    }

    [Fact]
    public void A_thin_archive_opens_its_members_through_the_caller()
    {
        byte[] member = ObjectDefining("f");
        var ar = new ArBuilder(thin: true);
        ar.Add("//", Encoding.ASCII.GetBytes("sub/a.o/\n"));
        ar.Add("/0", member, isHere: false);
        ar.Add("b.o/", member, isHere: false);
        var asked = new List<string>();
        Archive archive = ArchiveReader.Read(ar.Build(), "test.a", name =>
        {
            asked.Add(name);
            return member;
        });
        Assert.True(archive.IsThin);
        Assert.Equal("sub/a.o", Find(archive, "f"));
        Assert.Equal(member, archive.BytesOf(1).ToArray());
        Assert.Equal(["sub/a.o", "b.o"], asked.Distinct());
    }

    [Fact]
    public void A_thin_archive_s_member_may_lie_in_another_archive()
    {
        byte[] member = ObjectDefining("f");
        var inner = new ArBuilder();
        inner.Add("first.o/", [0]);
        uint offset = inner.Add("a.o/", member);
        var ar = new ArBuilder(thin: true);
        ar.Add("//", Encoding.ASCII.GetBytes("inner.a/\n"));
        ar.Add($"/0:{offset}", member, isHere: false);
        Archive archive = ArchiveReader.Read(ar.Build(), "test.a", name => name == "inner.a" ? inner.Build() : throw new FileNotFoundException(name));
        Assert.Equal(member, archive.BytesOf(0).ToArray());
    }

    [Fact]
    public void A_thin_archive_whose_member_cannot_be_had_is_refused()
    {
        var ar = new ArBuilder(thin: true);
        ar.Add("a.o/", [1, 2], isHere: false);
        Assert.Contains("nothing was given to open it", Refuses(ar.Build(), a => a.BytesOf(0)), StringComparison.Ordinal);
        Archive changed = ArchiveReader.Read(ar.Build(), "test.a", _ => new byte[3]);
        Assert.Contains("has 3 bytes now, not 2", Assert.Throws<ObjectFormatException>(() => changed.BytesOf(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_archive_has_nothing()
    {
        Archive archive = ArchiveReader.Read("!<arch>\n"u8.ToArray(), "test.a");
        Assert.Equal(0, archive.Members.Length);
        Assert.Null(Find(archive, "f"));
    }

    [Fact]
    public void What_is_no_archive_is_refused() => Assert.Contains("it is no archive, so it has no members", Refuses(ObjectDefining()), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.o/", 100, "0x64 bytes are claimed")]
    [InlineData("/5", 0, "outside the name table")]
    [InlineData("/x", 0, "decimal number")]
    [InlineData("#1/99", 0, "a name of 99 bytes")]
    [InlineData("#1/", 0, "decimal number")]
    public void A_member_that_does_not_hang_together_is_refused(string name, int size, string says)
    {
        var ar = new ArBuilder();
        ar.Add(name, [1, 2], size);
        Assert.Contains(says, Refuses(ar.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_does_not_end_as_headers_do_is_refused()
    {
        var ar = new ArBuilder();
        ar.Add("a.o/", [1]);
        byte[] file = ar.Build();
        file[8 + 58] = 0;
        Assert.Contains("no header ends here", Refuses(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_without_an_end_is_refused()
    {
        var ar = new ArBuilder();
        ar.Add("//", "endless"u8.ToArray());
        ar.Add("/0", [1]);
        Assert.Contains("does not end", Refuses(ar.Build()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", new byte[] { 0, 0, 0, 9 }, "9 entries")]
    [InlineData("/", new byte[] { 0, 0 }, "claimed")]
    [InlineData("/", new byte[] { 0, 0, 0, 1, 0, 0, 0, 8, (byte)'f' }, "does not end")]
    [InlineData("/", new byte[] { 0, 0, 0, 1, 0, 0, 0, 9, (byte)'f', 0 }, "no member starts at 0x9")]
    [InlineData("/SYM64/", new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "entries")]
    [InlineData("__.SYMDEF", new byte[] { 0xff, 0xff, 0xff, 0xff }, "claimed")]
    [InlineData("__.SYMDEF", new byte[] { 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "number of pairs")]
    [InlineData("__.SYMDEF", new byte[] { 8, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, (byte)'f', 0 }, "past the table's end")]
    [InlineData("__.SYMDEF_64", new byte[] { 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "claimed")]
    public void An_index_that_does_not_hang_together_is_refused(string name, byte[] index, string says)
    {
        var ar = new ArBuilder();
        ar.Add(name, index);
        Assert.Contains(says, Refuses(ar.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_names_are_all_found()
    {
        byte[] Build(ulong even, ulong odd, out uint evenOffset, out uint oddOffset)
        {
            var ar = new ArBuilder();
            ar.Add("/", ArBuilder.GnuIndex(false, [.. Enumerable.Range(0, 10_000).Select(i => ($"symbol_{i}", i % 2 == 0 ? even : odd))]));
            evenOffset = ar.Add("even.o/", [0]);
            oddOffset = ar.Add("odd.o/", [0]);
            return ar.Build();
        }

        Build(0, 0, out uint even, out uint odd);
        Archive archive = ArchiveReader.Read(Build(even, odd, out _, out _), "test.a");
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(i % 2 == 0 ? "even.o" : "odd.o", Find(archive, $"symbol_{i}"));
        }

        Assert.Null(Find(archive, "symbol_10000"));
    }
}
