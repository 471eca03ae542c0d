using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Mach-O objects of this machine that run in this process.</summary>
public sealed unsafe class RuntimeLinkerMachOTests : IDisposable
{
    private static readonly Placement FarAway = Placement.Near(0x1000_0000_0000, 1UL << 34);

    private readonly RuntimeLinker _linker = new();

    private static int s_left, s_value;

    public void Dispose() => _linker.Dispose();

    /// <summary>One row an answer: the objects of the link.</summary>
    public static TheoryData<string> Answering() =>
    [
        "data.o", "weak_undefined.o", "ifunc.o", "comdat_a.o comdat_b.o", "common_a.o common_b.o", "common_b.o common_a.o", "locals_a.o locals_b.o", "boundaries_a.o boundaries_b.o", "boundaries_b.o boundaries_a.o",
        "resolver_a.o resolver_b.o", "names.o names_b.o", "hidden_a.o hidden_b.o", "catcher.o thrower.o", "catcher_dwarf.o thrower_dwarf.o", "catcher.o thrower_dwarf.o", "catcher_dwarf.o thrower.o",
    ];

    [Theory]
    [MemberData(nameof(Answering))]
    public void Objects_answer_with_memory_mapped_twice(string objects) => Check(objects, WriteMode.DualMapping);

    [Theory]
    [MemberData(nameof(Answering))]
    public void Objects_answer_with_memory_written_then_executed(string objects) => Check(objects, WriteMode.WriteThenExecute);

    [Theory]
    [MemberData(nameof(Answering))]
    public void Objects_answer_far_away_from_the_host(string objects) => Check(objects, WriteMode.Auto, FarAway);

    [Theory]
    [InlineData("fibonacci", 20, 6765)]
    [InlineData("name", 0, 'h')]
    [InlineData("name", 3, 'l')]
    [InlineData("name", 9, '!')]
    [InlineData("name", 8, 0)]
    [InlineData("twice", 21, 42)]
    [InlineData("compute", 5, 32)]
    [InlineData("_compute", 5, 32)]
    public void A_function_of_one_argument_returns(string function, int argument, int result)
    {
        using LoadedImage image = _linker.LinkMachO("run.o");
        Assert.Equal(result, image.Call(function, argument));
    }

    [Fact]
    public void Constructors_run_before_the_image_is_used_and_globals_keep_their_values()
    {
        using LoadedImage image = _linker.LinkMachO("run.o");
        Assert.Equal([101, 102, 103], [image.Call("count"), image.Call("count"), image.Call("count")]);
        using LoadedImage other = _linker.LinkMachO("run.o");
        Assert.Equal(101, other.Call("count"));
    }

    [Fact]
    public void Without_initialisers_a_constructor_waits_until_it_is_asked_for()
    {
        using LoadedImage image = _linker.Link(new LinkRequest { Initialize = false }, MachOFixtures.Read("run.o"));
        Assert.Equal(1, image.Call("count"));
        image.Initialize();
        Assert.Equal(101, image.Call("count"));
    }

    [Fact]
    public void What_atexit_and_terminators_were_told_runs_when_the_image_goes()
    {
        int left = 0;
        LoadedImage image = _linker.LinkMachO("run.o");
        Assert.Equal(0, ((delegate* unmanaged<int*, int>)image.GetAddress("watch"))(&left));
        Assert.Equal(0, left);
        image.Dispose();
        Assert.Equal(11, left);
    }

    // Sections of pointers to functions, by their type: in the order of the file, backwards at the end.
    [Fact]
    public void Pointers_to_initialisers_and_terminators_run_in_order()
    {
        s_value = s_left = 0;
        AddHost();
        MachOBuilder macho = MachOFixtures.NewBuilder();
        MachOBuilder.SectionRow text = macho.Text([.. Jump, .. Jump, .. Jump, .. Jump]);
        string[] functions = ["_first", "_second", "_third", "_fourth"];
        int[] symbols = [.. functions.Select((f, i) => macho.Global(f, text, (ulong)(i * Jump.Length)))];
        string[] targets = ["_host_first", "_host_second", "_host_third", "_host_fourth"];
        for (int i = 0; i < targets.Length; i++)
        {
            text.Relocate((i * Jump.Length) + JumpField, 2, macho.Undefined(targets[i]), true);
        }

        macho.Section("__DATA", "__mod_init_func", MachOBuilder.Initializers, new byte[16]).Relocate(0, 0, symbols[0], length: 3).Relocate(8, 0, symbols[1], length: 3);
        macho.Section("__DATA", "__mod_term_func", MachOBuilder.Terminators, new byte[16]).Relocate(0, 0, symbols[2], length: 3).Relocate(8, 0, symbols[3], length: 3);
        LoadedImage image = _linker.Link(ObjectReader.Read(macho.Build(), "order.o"));
        Assert.Equal((12, 0), (s_value, s_left));
        image.Dispose();
        Assert.Equal((12, 43), (s_value, s_left));
    }

    [Fact]
    public void Offsets_of_initialisers_count_from_the_start_of_the_image()
    {
        s_value = s_left = 0;
        AddHost();
        MachOBuilder macho = MachOFixtures.NewBuilder();
        MachOBuilder.SectionRow text = macho.Text([.. Jump, .. Jump]);
        int first = macho.Global("_first", text), second = macho.Global("_second", text, (ulong)Jump.Length);
        text.Relocate(JumpField, 2, macho.Undefined("_host_first"), true).Relocate(Jump.Length + JumpField, 2, macho.Undefined("_host_second"), true);
        int image = macho.Undefined("___dso_handle");
        byte subtractor = Repository.Machine == "arm64" ? (byte)1 : (byte)5;
        macho.Section("__TEXT", "__init_offsets", MachOBuilder.InitializerOffsets, new byte[8])
            .Relocate(0, subtractor, image).Relocate(0, 0, second)
            .Relocate(4, subtractor, image).Relocate(4, 0, first);
        using LoadedImage linked = _linker.Link(ObjectReader.Read(macho.Build(), "offsets.o"));
        Assert.Equal(21, s_value);
    }

    [Theory]
    [InlineData(0x7fff_fff0u)]
    [InlineData(0xffff_ffffu)]
    public void An_offset_of_an_initialiser_outside_the_image_s_code_is_refused_by_its_place(uint offset)
    {
        MachOBuilder macho = MachOFixtures.NewBuilder();
        int function = macho.Global("_function", macho.Text(MachOFixtures.Returning(7)));
        int image = macho.Undefined("___dso_handle");
        byte subtractor = Repository.Machine == "arm64" ? (byte)1 : (byte)5;
        macho.Section("__TEXT", "__init_offsets", MachOBuilder.InitializerOffsets, [0, 0, 0, 0, .. BitConverter.GetBytes(offset)])
            .Relocate(0, subtractor, image).Relocate(0, 0, function);
        ObjectFormatException refusal = Assert.Throws<ObjectFormatException>(() => _linker.Link(ObjectReader.Read(macho.Build(), "offsets.o")));
        Assert.StartsWith("offsets.o: section __init_offsets, entry 1 ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(offset, refusal.Value);
    }

    [Fact]
    public void A_strong_definition_wins_over_a_weak_one_in_all_objects()
    {
        MachOBuilder strong = MachOFixtures.NewBuilder();
        strong.Global("_twice", strong.Text(MachOFixtures.Returning(7)));
        using LoadedImage image = _linker.Link(MachOFixtures.Read("run.o"), ObjectReader.Read(strong.Build(), "strong.o"));
        Assert.Equal((7, (7 * 3) + 2), (image.Call("twice", 100), image.Call("compute", 100)));
    }

    [Fact]
    public void Of_two_weak_definitions_one_serves_both_objects()
    {
        MachOBuilder weak = MachOFixtures.NewBuilder();
        weak.Global("_twice", weak.Text(MachOFixtures.Returning(7)), 0, MachOBuilder.WeakDefinition);
        LinkGraph other = ObjectReader.Read(weak.Build(), "weak.o");
        using (LoadedImage image = _linker.Link(MachOFixtures.Read("run.o"), other))
        {
            Assert.Equal((200, 602), (image.Call("twice", 100), image.Call("compute", 100)));
        }

        using LoadedImage reversed = _linker.Link(other, MachOFixtures.Read("run.o"));
        Assert.Equal((7, 23), (reversed.Call("twice", 100), reversed.Call("compute", 100)));
    }

    [Fact]
    public void A_hidden_name_is_no_other_image_s()
    {
        using LoadedImage image = _linker.LinkMachO("hidden_a.o", "hidden_b.o");
        Assert.False(image.TryGetAddress("hidden_value", out _));
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.LinkMachO("hidden_a.o"));
        Assert.Equal(["_hidden_function", "_hidden_value"], e.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("from_host", "host_value")]
    [InlineData("_from_host", "_host_value")]
    public void A_definition_of_the_caller_s_is_found_with_and_without_the_underscore(string function, string variable)
    {
        int value = 5;
        _linker.Definitions.Add(function, (nint)(delegate* unmanaged<int, int>)&Twice);
        _linker.Definitions.Add(variable, (ulong)&value);
        using LoadedImage image = _linker.LinkMachO("calling.o");
        Assert.Equal((83, 5), (image.Call("ask", 41), image.Call("ask_value")));
        Assert.Equal(9, image.Call("set_value", 9));
        Assert.Equal(9, value);
    }

    [Fact]
    public void A_name_of_the_object_s_own_underscore_is_another_name()
    {
        _linker.Definitions.Add("__from_host", (nint)(delegate* unmanaged<int, int>)&Twice);
        int value = 0;
        _linker.Definitions.Add("host_value", (ulong)&value);
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.LinkMachO("calling.o"));
        Assert.Equal("_from_host", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void Names_of_an_ELF_image_are_found_by_their_names_in_C()
    {
        using LoadedImage elf = _linker.Link(new ObjectWriter().Code("target_function").Returns(42).Read());
        MachOBuilder macho = MachOFixtures.NewBuilder();
        MachOBuilder.SectionRow text = macho.Text(Jump);
        macho.Global("_ask", text);
        text.Relocate(JumpField, 2, macho.Undefined("_target_function"), true);
        using LoadedImage image = _linker.Link(ObjectReader.Read(macho.Build(), "ask.o"));
        Assert.Equal(42, image.Call("ask"));
        Assert.Equal([elf], image.Dependencies);
    }

    [Fact]
    public void An_exception_of_an_ELF_image_is_caught_in_Mach_O()
    {
        using LoadedImage elf = _linker.Link("thrower.o");
        using LoadedImage image = _linker.LinkMachO("catcher.o");
        Assert.Equal(42, image.Answer());
        Assert.Equal([elf], image.Dependencies);
    }

    [Fact]
    public void The_edges_of_a_section_are_those_of_its_segment()
    {
        using LoadedImage image = _linker.LinkMachO("boundaries_a.o", "boundaries_b.o");
        Assert.Equal([5, 2, 0], [image.Call("count"), image.Call("count_constants"), image.Call("count_nothing")]);
        using LoadedImage half = _linker.LinkMachO("boundaries_a.o");
        Assert.Equal([2, 1, 0], [half.Call("count"), half.Call("count_constants"), half.Call("count_nothing")]);
    }

    [Fact]
    public void A_definition_of_an_edge_s_name_in_the_link_wins()
    {
        MachOBuilder macho = MachOFixtures.NewBuilder();
        macho.Symbol("section$end$__DATA$nothing", MachOBuilder.External | MachOBuilder.Absolute, 0, 0x1234);
        macho.Symbol("section$start$__DATA$nothing", MachOBuilder.External | MachOBuilder.Absolute, 0, 0x1230);
        using LoadedImage image = _linker.Link(new LinkRequest { Placement = Placement.LowTwoGiB }, [.. MachOFixtures.ReadAll("boundaries_a.o", "boundaries_b.o"), ObjectReader.Read(macho.Build(), "edges.o")]);
        Assert.Equal(4, image.Call("count_nothing"));
    }

    [Fact]
    [Trait("System", "windows")]
    public void Code_for_Apple_s_systems_does_not_run_on_Windows()
    {
        PlatformNotSupportedException e = Assert.Throws<PlatformNotSupportedException>(() => _linker.LinkMachO("run.o"));
        Assert.StartsWith("run.o is MachO and cannot run in this process: its code follows the conventions of Apple's systems, which Linux shares", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Jump => MachOFixtures.Jumping;

    private static int JumpField => Jump.Length - 4;

    private void AddHost()
    {
        _linker.Definitions.Add("host_first", (nint)(delegate* unmanaged<void>)&First);
        _linker.Definitions.Add("host_second", (nint)(delegate* unmanaged<void>)&Second);
        _linker.Definitions.Add("host_third", (nint)(delegate* unmanaged<void>)&Third);
        _linker.Definitions.Add("host_fourth", (nint)(delegate* unmanaged<void>)&Fourth);
    }

    private static void Check(string objects, WriteMode mode, Placement? instead = null)
    {
        using var memory = new SpyMemory(mode, instead);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using (LoadedImage image = linker.LinkMachO(objects.Split(' ')))
        {
            Assert.Equal(42, image.Answer());
        }

        Assert.Equal(0, memory.Live);
    }

    [UnmanagedCallersOnly]
    private static int Twice(int n) => 2 * n;

    [UnmanagedCallersOnly]
    private static void First() => s_value = (10 * s_value) + 1;

    [UnmanagedCallersOnly]
    private static void Second() => s_value = (10 * s_value) + 2;

    [UnmanagedCallersOnly]
    private static void Third() => s_left = (10 * s_left) + 3;

    [UnmanagedCallersOnly]
    private static void Fourth() => s_left = (10 * s_left) + 4;
}
