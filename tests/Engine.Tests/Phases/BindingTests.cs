using Linker.Loader;
using Linker.Shared;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>The symbol rules of a real linker.</summary>
public sealed class BindingTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData("weak_defined.o", 43)]
    [InlineData("weak_defined.o weak_strong.o", 44)]
    [InlineData("weak_strong.o weak_defined.o", 44)]
    [InlineData("weak_defined.o weak_defined.o", 43)]
    public void Strong_wins_over_weak_in_any_order(string objects, int expected)
    {
        using LoadedImage image = _linker.Link(objects.Split(' '));
        Assert.Equal(expected, image.Call("maybe"));
        Assert.Equal(expected, image.GetSpan<int>("maybe_value")[0]);
    }

    [Theory]
    [InlineData("weak_undefined.o", 42)]
    [InlineData("weak_undefined_nopic.o", 42)]
    [InlineData("weak_undefined.o weak_defined.o", 43)]
    [InlineData("weak_undefined_nopic.o weak_strong.o weak_defined.o", 44)]
    public void Undefined_weak_is_null_unless_somebody_defines_it(string objects, int expected)
    {
        using LoadedImage image = _linker.Link(objects.Split(' '));
        Assert.Equal(expected, image.Answer());
    }

    [Fact]
    public void Weak_wins_over_common_and_strong_over_both()
    {
        LinkGraph common = new ObjectWriter().Common("v", 16, 16).Read("common.o");
        LinkGraph reader = new ObjectWriter().Code("read").ReturnsValueOf("v").Read("reader.o");
        LinkGraph weak = Value("weak.o", Weak, 7);
        LinkGraph strong = Value("strong.o", Global, 9);
        Assert.Equal(0, LinkAndRead(reader, common));
        Assert.Equal(7, LinkAndRead(reader, common, weak));
        Assert.Equal(7, LinkAndRead(weak, common, reader));
        Assert.Equal(9, LinkAndRead(strong, weak, common, reader));
        Assert.Equal(9, LinkAndRead(reader, common, weak, strong));
    }

    [Theory]
    [InlineData(64, 8, 16, 256)]
    [InlineData(16, 256, 64, 8)]
    [InlineData(8, 8, 8, 8)]
    public void Common_takes_the_largest_size_and_alignment(ulong sizeA, ulong alignmentA, ulong sizeB, ulong alignmentB)
    {
        LinkGraph a = new ObjectWriter().Common("odd", 1, 1).Common("block", sizeA, alignmentA).Read("a.o");
        LinkGraph b = new ObjectWriter().Common("block", sizeB, alignmentB).Common("next", 4, 4).Read("b.o");
        using LoadedImage image = _linker.Link(a, b);
        Assert.Equal((int)Math.Max(sizeA, sizeB), image.GetSpan<byte>("block").Length);
        Assert.Equal(0, image.GetAddress("block") % (nint)Math.Max(alignmentA, alignmentB));
        image.GetSpan<byte>("block").Fill(0xff);
        Assert.Equal(0, image.GetSpan<int>("next")[0]);
        Assert.Equal(0, image.GetSpan<byte>("odd")[0]);
    }

    [Fact]
    public void Every_duplicate_is_reported_with_both_places()
    {
        LinkGraph a = Two("a.o"), b = Two("b.o"), c = new ObjectWriter().Code("first").Returns(3).Read("c.o");
        DuplicateSymbolException e = Assert.Throws<DuplicateSymbolException>(() => _linker.Link(a, b, c));
        Assert.Equal(
            [
                new DuplicateSymbol("first", "a.o: .text.first+0x0", "b.o: .text.first+0x0"),
                new DuplicateSymbol("second", "a.o: .text.second+0x0", "b.o: .text.second+0x0"),
                new DuplicateSymbol("first", "a.o: .text.first+0x0", "c.o: .text.first+0x0"),
            ],
            e.Symbols);
        foreach (string word in new[] { "'first'", "'second'", "a.o: .text.second+0x0", "b.o: .text.second+0x0", "c.o" })
        {
            Assert.Contains(word, e.Message, StringComparison.Ordinal);
        }

        static LinkGraph Two(string name)
        {
            var writer = new ObjectWriter();
            writer.Code("first").Returns(1);
            writer.Code("second").Returns(2);
            return writer.Read(name);
        }
    }

    [Fact]
    public void Duplicate_in_compiled_objects_names_both() =>
        Assert.Equal("twin", Assert.Single(Assert.Throws<DuplicateSymbolException>(() => _linker.Link("duplicate_a.o", "duplicate_b.o")).Symbols).Name);

    [Fact]
    public void Every_unresolved_name_is_reported_with_who_asked()
    {
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link("undefined_many.o"));
        Assert.Equal(["missing_one", "missing_two", "missing_value"], e.Symbols.Select(s => s.Name).Order());
        Assert.All(e.Symbols, s => Assert.All(s.References, r => Assert.StartsWith("undefined_many.o: .", r, StringComparison.Ordinal)));
        Assert.Contains("undefined_many.o: .data", e.Symbols.Single(s => s.Name == "missing_value").References.Single(r => r.Contains(".data", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(e.Symbols, s => Assert.Contains($"'{s.Name}' is not defined", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Locals_are_never_seen_from_another_object()
    {
        using (LoadedImage owner = _linker.Link("locals_a.o", "locals_b.o"))
        {
            Assert.DoesNotContain("secret", owner.ExportedNames);
            Assert.False(owner.TryGetAddress("secret", out _));
        }

        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link("locals_wanted.o", "locals_a.o", "locals_b.o"));
        Assert.Equal("secret", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void Hidden_and_internal_are_not_exported_and_protected_is()
    {
        using LoadedImage image = _linker.Link("visibility_a.o", "visibility_b.o");
        Assert.Equal(["answer", "protected_function"], image.ExportedNames.Order());
        Assert.Throws<KeyNotFoundException>(() => image.GetAddress("hidden_value"));
        Assert.Equal(9, image.Call("protected_function"));
    }

    [Theory]
    [InlineData(Hidden)]
    [InlineData(Internal)]
    public void Hidden_references_are_not_resolved_outside_the_link(byte visibility)
    {
        using LoadedImage other = _linker.Link(new ObjectWriter().Code("elsewhere").Returns(1).Read());
        LinkGraph asks = new ObjectWriter().Refer("elsewhere", Global, visibility).Refer("malloc", Global, visibility).Code("ask").JumpsTo("elsewhere").JumpsTo("malloc").Read();
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(asks));
        Assert.Equal(["elsewhere", "malloc"], e.Symbols.Select(s => s.Name).Order());
        Assert.All(e.Symbols, s => Assert.Contains("hidden", s.Hint, StringComparison.Ordinal));
    }

    [Fact]
    public void The_most_restricted_visibility_counts()
    {
        LinkGraph user = new ObjectWriter().Refer("shared", Global, Hidden).Code("ask").JumpsTo("shared").Read("user.o");
        LinkGraph owner = new ObjectWriter().Code("shared").Returns(42).Read("owner.o");
        using LoadedImage image = _linker.Link(user, owner);
        Assert.Equal(42, image.Call("ask"));
        Assert.Equal(["ask"], image.ExportedNames);
    }

    [Fact]
    public void Of_a_group_the_first_object_s_copy_is_kept_whole()
    {
        using (LoadedImage image = _linker.Link("group_name_a.o", "group_name_b.o"))
        {
            Assert.Equal(42, image.Call("member"));
        }

        // Now the other copy is first, and the section that answer's group had beside it is gone with it.
        LinkGraph[] reversed = Fixtures.ReadAll("group_name_b.o", "group_name_a.o");
        using LoadedImage other = _linker.Link(new LinkRequest { Record = true }, reversed);
        Assert.Equal(1, other.Answer());
        Assert.DoesNotContain(other.Record!.Sections, s => s.Name is ".text.member" or ".rodata.limit");
    }

    [Fact]
    public void Of_linkonce_sections_the_first_is_kept()
    {
        using (LoadedImage image = _linker.Link("linkonce_a.o", "linkonce_b.o"))
        {
            Assert.Equal(42, image.Call("other"));
        }

        using LoadedImage reversed = _linker.Link("linkonce_b.o", "linkonce_a.o");
        Assert.Equal(43, reversed.Call("other"));
        Assert.Equal(43, reversed.Answer());
    }

    [Fact]
    public void Absolute_symbols_are_exported_with_their_value()
    {
        using LoadedImage image = _linker.Link("absolute.o");
        Assert.Equal(0x123456789abcdef0, image.GetAddress("far_constant"));
        Assert.Equal(42, image.GetAddress("small_constant"));
    }

    [Fact]
    public void The_first_member_that_defines_a_name_is_taken_and_unneeded_ones_stay_out()
    {
        _linker.Scopes.Insert(0, new ArchiveResolver(Fixtures.ReadArchive("same_name.a")));
        using LoadedImage image = _linker.Link(new LinkRequest { Record = true }, new ObjectWriter().Code("ask").JumpsTo("answer").Read());
        Assert.Equal(42, image.Call("ask"));
        Assert.Equal(
            ["same_name.a(member_answer.o)", "same_name.a(member_helper.o)", "written.o"], image.Record!.Sections.Select(s => s.FileName).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_weak_reference_pulls_no_member_in()
    {
        _linker.Scopes.Insert(0, new ArchiveResolver(Fixtures.ReadArchive("gnu.a")));
        using LoadedImage image = _linker.Link(new ObjectWriter().Refer("answer", Weak).Code("ask").ReturnsAddressOf("answer").Read());
        Assert.Equal(0, image.CallPointer("ask"));
    }

    [Fact]
    public void Archive_members_may_need_each_other_in_a_circle()
    {
        _linker.Scopes.Insert(0, new ArchiveResolver(Fixtures.ReadArchive("cyclic.a")));
        using LoadedImage image = _linker.Link(new ObjectWriter().Code("ask").JumpsTo("answer").Read());
        Assert.Equal(42, image.Call("ask"));
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("zzz")]
    public void A_member_s_definition_wins_over_the_host_s_whichever_name_is_asked_first(string hostName)
    {
        // `abs` is in libc and in the member; the member comes in for `wanted`.
        var member = new ObjectWriter();
        member.Code("wanted").Returns(1);
        member.Code(hostName).Returns(42);
        _linker.Definitions.Add("zzz", 0x1234, SymbolKind.Function);
        _linker.Scopes.Insert(3, new ArchiveResolver(new ArchiveWriter().Add("m.o", member.Build(), "wanted").Read()));
        var asks = new ObjectWriter();
        asks.Code("ask").JumpsTo(hostName);
        asks.Code("ask_other").JumpsTo("wanted");
        using LoadedImage image = _linker.Link(asks.Read());
        Assert.Equal(42, image.Call("ask"));
        Assert.Equal(1, image.Call("ask_other"));
    }

    [Fact]
    public void An_unused_undefined_name_harms_nobody()
    {
        using LoadedImage image = _linker.Link(new ObjectWriter().Refer("nobody_has_this").Code("answer").Returns(42).Read());
        Assert.Equal(42, image.Answer());
    }

    [Fact]
    public void A_default_version_defines_the_plain_name_and_another_version_does_not()
    {
        var versions = new ObjectWriter();
        versions.Code("f@@V2").Returns(42);
        versions.Code("f@V1").Returns(1);
        versions.Code("g@V1").Returns(2);
        var asks = new ObjectWriter();
        asks.Code("ask").JumpsTo("f");
        asks.Code("ask_old").JumpsTo("f@V1");
        using (LoadedImage image = _linker.Link(versions.Read(), asks.Read()))
        {
            Assert.Equal(42, image.Call("ask"));
            Assert.Equal(42, image.Call("f"));
            Assert.Equal(1, image.Call("ask_old"));
        }

        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(versions.Read(), new ObjectWriter().Code("ask").JumpsTo("g").Read()));
        Assert.Equal("g", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public unsafe void One_version_of_a_host_name_can_be_asked_for()
    {
        // On x86-64 glibc has had two memcpy since 2.14, on AArch64 two exp since 2.29; the older one is an address of its own.
        (string old, string name) = Repository.Machine == "arm64" ? ("exp@GLIBC_2.17", "exp") : ("memcpy@GLIBC_2.2.5", "memcpy");
        var asks = new ObjectWriter();
        asks.Code("old").ReturnsAddressOf(old);
        asks.Code("new").ReturnsAddressOf(name);
        using LoadedImage image = _linker.Link(asks.Read());
        nint older = image.CallPointer("old");
        Assert.NotEqual(0, older);
        Assert.NotEqual(older, image.CallPointer("new"));
        Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(new ObjectWriter().Code("ask").JumpsTo("memcpy@GLIBC_0").Read()));
    }

    private static LinkGraph Value(string fileName, byte binding, int value) => new ObjectWriter().Data("v", binding).Word(value).Read(fileName);

    private int LinkAndRead(params LinkGraph[] graphs)
    {
        using LoadedImage image = _linker.Link(graphs);
        return image.Call("read");
    }
}
