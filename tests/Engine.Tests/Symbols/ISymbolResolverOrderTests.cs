using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Whom a link asks for names, in the caller's order.</summary>
public sealed class ISymbolResolverOrderTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _linker.Dispose();

    /// <summary>One row an order: the first letter is whose answer counts. Definitions, Images, Archive, Callback, Host.</summary>
    public static TheoryData<string> Orders() => ["DIACH", "IDACH", "ACHID", "CHDIA", "HCAID", "CDH", "AH", "IAD"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_first_scope_that_knows_a_name_answers(string order)
    {
        // `abs` is known to all five; they differ in where it is.
        byte[] memberBytes = new ObjectWriter().Code("abs").Returns(3).Build();
        using var other = new RuntimeLinker();
        using LoadedImage definition = other.Link(new ObjectWriter().Code("abs").Returns(1).Read());
        using LoadedImage callback = other.Link(new ObjectWriter().Code("abs_too").Returns(4).Read());
        using LoadedImage image = _linker.Link(new ObjectWriter().Code("abs").Returns(2).Read());
        _linker.Definitions.Add("abs", definition.GetAddress("abs"));
        var scopes = new Dictionary<char, ISymbolResolver>
        {
            ['D'] = _linker.Definitions,
            ['I'] = _linker.Images,
            ['A'] = new ArchiveResolver(new ArchiveWriter().Add("m.o", memberBytes, "abs").Read()),
            ['C'] = new CallbackResolver(name => name == "abs" ? callback.GetAddress("abs_too") : null),
            ['H'] = new HostProcessResolver(),
        };
        _linker.Scopes.Clear();
        foreach (char scope in order)
        {
            _linker.Scopes.Add(scopes[scope]);
        }

        // abs(-5) is 5 in the host.
        var asks = new ObjectWriter();
        asks.Code("ask").LoadsNumber(-5).JumpsTo("abs");
        using LoadedImage asking = _linker.Link(new LinkRequest { Record = true }, asks.Read());
        Assert.Equal(order[0] switch { 'D' => 1, 'I' => 2, 'A' => 3, 'C' => 4, _ => 5 }, asking.Call("ask"));
        Assert.Equal(
            order[0] switch { 'D' => "definitions", 'I' => "images", 'A' => "written.a(m.o)", 'C' => "callback", _ => "host process" },
            asking.Record!.Symbols.Single(s => s.Name == "abs").DefinedBy);
        Assert.Equal(order[0] == 'I' ? [image] : Array.Empty<LoadedImage>(), asking.Dependencies);
    }

    [Fact]
    public void The_callback_is_asked_for_what_is_missing_only()
    {
        _linker.Scopes.Insert(0, new CallbackResolver(name =>
        {
            _asked.Add(name);
            return null;
        }));
        var writer = new ObjectWriter();
        writer.Code("own").Returns(1);
        writer.Code("ask").JumpsTo("own").JumpsTo("abs").JumpsTo("abs").JumpsTo("labs");
        using LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal(["abs", "labs"], _asked.Order());
    }

    [Fact]
    public void A_definition_can_be_replaced_and_removed()
    {
        LinkGraph asks = new ObjectWriter().Code("ask").ReturnsAddressOf("here").Read();
        _linker.Definitions.Add("here", 1UL);
        _linker.Definitions.Add("here", 2UL);
        using (LoadedImage image = _linker.Link(asks))
        {
            Assert.Equal(2, image.CallPointer("ask"));
        }

        Assert.True(_linker.Definitions.Remove("here"));
        Assert.False(_linker.Definitions.Remove("here"));
        Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(asks));
    }

    [Fact]
    public void The_host_gives_only_what_the_policy_allows()
    {
        _linker.Scopes.Clear();
        _linker.Scopes.Add(new HostProcessResolver(name => name != "system"));
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(new ObjectWriter().Code("ask").JumpsTo("system").JumpsTo("abs").Read()));
        Assert.Equal("system", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void A_library_that_is_not_there_is_the_dynamic_linker_s_error() =>
        Assert.Contains("libdoes-not-exist.so", Assert.Throws<DllNotFoundException>(() => HostProcessResolver.LoadLibrary("libdoes-not-exist.so")).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_of_a_loaded_library_are_found()
    {
        HostProcessResolver.LoadLibrary("libgcc_s.so.1");
        using LoadedImage image = _linker.Link(new ObjectWriter().Code("ask").ReturnsAddressOf("_Unwind_Backtrace").Read());
        Assert.NotEqual(0, image.CallPointer("ask"));
    }

    [Theory]
    [InlineData("atexit")]
    [InlineData("at_quick_exit")]
    [InlineData("pthread_atfork")]
    [InlineData("stat")]
    [InlineData("fstat")]
    [InlineData("lstat")]
    [InlineData("mknod")]
    [InlineData("__stack_chk_fail_local")]
    [InlineData("_ZSt4cout")]
    [InlineData("sin")]
    [InlineData("_Unwind_Resume")]
    public void Names_that_the_c_library_keeps_out_of_its_shared_object_are_found(string name)
    {
        using LoadedImage image = _linker.Link(new ObjectWriter().Code("ask").ReturnsAddressOf(name).Read());
        Assert.NotEqual(0, image.CallPointer("ask"));
    }
}
