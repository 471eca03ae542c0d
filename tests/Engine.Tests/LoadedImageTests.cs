using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Typed access to an image, in both directions.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A delegate's name in C.")]
public sealed unsafe class LoadedImageTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();
    private readonly int* _value = (int*)NativeMemory.Alloc(sizeof(int));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Adding(int a, int b);

    public void Dispose()
    {
        _linker.Dispose();
        NativeMemory.Free(_value);
    }

    [Fact]
    public void A_function_is_a_delegate_or_a_pointer()
    {
        using LoadedImage image = _linker.Link("add.o");
        Assert.Equal(42, image.GetDelegate<Adding>("add")(40, 2));
        Assert.Equal(-3, ((delegate* unmanaged<int, int, int>)image.GetAddress("add"))(-1, -2));
        Assert.Throws<KeyNotFoundException>(() => image.GetDelegate<Adding>("sub"));
    }

    [Fact]
    public void A_variable_is_a_span_that_both_sides_see()
    {
        using LoadedImage image = _linker.Link("data.o");
        Assert.Equal([1, 2, 3, 4], image.GetSpan<int>("table").ToArray());
        Assert.Equal(16, image.GetSpan<byte>("table").Length);
        Assert.Equal(2, image.GetSpan<long>("table").Length);
        Assert.Equal(100, image.GetSpan<int>("zeroes").Length);
        Assert.Equal(42, image.Answer());
        image.GetSpan<int>("counter")[0] += 8;
        Assert.Equal(50, image.Answer());
    }

    [Fact]
    public void What_is_no_variable_has_no_span()
    {
        using LoadedImage image = _linker.Link("tls_gd.o");
        Assert.Throws<KeyNotFoundException>(() => image.GetSpan<int>("nothing").Length);
        Assert.Contains("thread-local", Assert.Throws<InvalidOperationException>(() => image.GetSpan<int>("initialised").Length).Message, StringComparison.Ordinal);
        using LoadedImage unsized = _linker.Link(new ObjectWriter().Code("f").Returns(1).Read());
        Assert.Contains("unknown size", Assert.Throws<InvalidOperationException>(() => unsized.GetSpan<byte>("f").Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_managed_function_is_called_by_native_code()
    {
        *_value = 5;
        _linker.Definitions.Add("host_add", (nint)(delegate* unmanaged<int, int, int>)&Add);
        _linker.Definitions.Add("host_value", (ulong)_value, SymbolKind.Data);
        using LoadedImage image = _linker.Link("calls_host.o");
        Assert.Equal(43, ((delegate* unmanaged<int, int, int>)image.GetAddress("call_host"))(40, 2));
        Assert.Equal(21, image.Call("call_twice", 7));
        Assert.Equal((nint)_value, image.CallPointer("value_address"));
    }

    [Theory]
    [InlineData("stub_and_data.o")]
    [InlineData("stub_and_data_pic.o")]
    public void A_managed_function_has_one_address_however_it_is_referred_to(string fixture)
    {
        // far_function(20) + f(20) + (f == pointer)
        _linker.Definitions.Add("far_function", (nint)(delegate* unmanaged<int, int>)&Same);
        using LoadedImage image = _linker.Link(fixture);
        Assert.Equal(41, image.Answer());
    }

    [Fact]
    public void Main_gets_its_arguments_and_gives_its_code()
    {
        var writer = new ObjectWriter();

        // movzx eax, byte [argv[1]]; add eax, edi (argc); ret, or ldr x1, [x1, #8]; ldrb w1, [x1]; add w0, w0, w1; ret
        ObjectWriter.Part main = writer.Code("main");
        _ = main.IsX64 ? main.Bytes(0x48, 0x8b, 0x46, 0x08, 0x0f, 0xb6, 0x00, 0x01, 0xf8, 0xc3) : main.Instructions(0xf9400421, 0x39400021, 0x0b010000, ObjectWriter.Part.Ret);
        using LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal('x' + 3, image.RunMain("main", "program", "x", "é"));
        Assert.Throws<KeyNotFoundException>(() => image.RunMain("start"));
    }

    [Fact]
    public void Names_and_segments_are_listed()
    {
        using LoadedImage image = _linker.Link(new LinkRequest { Name = "my image" }, Fixtures.Read("data.o"));
        Assert.Equal("my image", image.Name);
        Assert.Contains("counter", image.ExportedNames);
        Assert.All(image.ExportedNames, name => Assert.True(image.TryGetAddress(name, out _)));
        Assert.False(image.TryGetAddress("absent", out nint none));
        Assert.Equal(0, none);
        ReservedSegment[] segments = image.Segments.ToArray();
        Assert.Equal(segments.OrderBy(s => s.TargetAddress), segments);
        Assert.All(image.ExportedNames, name => Assert.Contains(segments, s => (ulong)image.GetAddress(name) - s.TargetAddress < s.Size));
    }

    [Fact]
    public void An_image_for_elsewhere_is_not_run_here()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        using LoadedImage image = linker.Link("data.o");
        Assert.True(image.TryGetAddress("answer", out nint address));
        Assert.InRange(address, 0x1000_0000, 0x1001_0000);
        Assert.Throws<InvalidOperationException>(() => image.GetDelegate<Adding>("answer"));
        Assert.Throws<InvalidOperationException>(() => image.GetSpan<int>("table").Length);
        Assert.Throws<InvalidOperationException>(() => image.Initialize());
        Assert.Throws<InvalidOperationException>(() => image.RunMain("answer"));
    }

    [UnmanagedCallersOnly]
    private static int Add(int a, int b) => a + b;

    [UnmanagedCallersOnly]
    private static int Same(int x) => x;
}
