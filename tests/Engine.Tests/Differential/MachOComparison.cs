using System.Buffers.Binary;
using System.Diagnostics;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>
/// One Mach-O object linked by lld, which says where it has put each section, stub and slot, and by us with the sections at the same addresses: all bytes have to be equal. Our slots lie elsewhere, so
/// what leads to one is written again for theirs; the same for stubs, through which lld calls what an executable may not bind itself.
/// </summary>
internal sealed class MachOComparison
{
    internal const string Lld = "ld64.lld-22";

    // The start of the image, where lld has its header.
    private const string Header = "___dso_handle", Entry = "_of_the_program";

    // The records that our reader makes of compact unwind information.
    private const string FromCompact = "__unwind_dwarf";
    private const ushort X64Tlv = 9, Arm64TlvPage = 8, Arm64TlvOffset = 9;

    private readonly LinkGraph _graph;
    private readonly MachOMap _map;
    private readonly MachOFile _theirs;
    private readonly LoadedImage _ours;

    private MachOComparison(LinkGraph graph, MachOMap map, MachOFile theirs, LoadedImage ours) => (_graph, _map, _theirs, _ours) = (graph, map, theirs, ours);

    /// <summary>Bytes of call frame records that were compared.</summary>
    private int Frames { get; set; }

    /// <summary>Fixups that lead to a slot here, and that lld has turned into the address itself.</summary>
    private int Relaxed { get; set; }

    /// <returns>How many bytes were compared, how many of them call frame records, how many loads lld had relaxed, and what it said when it refused the object.</returns>
    internal static (int Count, int Frames, int Relaxed, string Error) Compare(byte[] file, ulong imageBase)
    {
        ReferenceLinker.Require(Lld);
        LinkGraph graph = ObjectReader.Read(file, "in.o");
        SortedSet<string> variables = [], missing = [];
        FindMissing(graph, variables, missing);
        (MachOFile? image, MachOMap? map, string error) = Link(file, imageBase, graph.Machine, variables, missing);
        if (image is null)
        {
            return (0, 0, 0, error);
        }

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(imageBase + 0x100_0000), Scopes = [] });
        linker.Definitions.Add(Header, imageBase);
        foreach (string name in missing.Concat(variables))
        {
            // Pointers to what a library has are filled in by the dynamic linker; in the file they hold the addend, or the address of the stub with it.
            linker.Definitions.Add(name, map!.Stubs.GetValueOrDefault(name), SymbolKind.Function);
        }

        var request = new LinkRequest { Record = true, Initialize = false, SectionAddress = (_, id) => map!.AddressOf(graph, id) };
        using LoadedImage ours = linker.Link(request, graph);
        var comparison = new MachOComparison(graph, map!, image, ours);
        return (comparison.Sections(), comparison.Frames, comparison.Relaxed, "");
    }

    private static void FindMissing(LinkGraph graph, SortedSet<string> variables, SortedSet<string> missing)
    {
        for (int i = 1; i < graph.Symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref graph.Symbols[i];
            if (symbol.Place == SymbolPlace.Undefined && symbol.Binding != SymbolBinding.Local)
            {
                missing.Add(graph.NameOf(symbol));
            }
        }

        missing.Remove(Header);
        foreach (ref readonly Relocation relocation in graph.Relocations)
        {
            string name = graph.NameOf(graph.Symbols[(int)relocation.Target.Index]);
            bool isVariable = graph.Machine == Machine.X64 ? relocation.FormatType == X64Tlv : relocation.FormatType is Arm64TlvPage or Arm64TlvOffset;
            if (isVariable && missing.Remove(name))
            {
                variables.Add(name);
            }
        }
    }

    private static (MachOFile? Image, MachOMap? Map, string Error) Link(byte[] file, ulong imageBase, Machine machine, IEnumerable<string> variables, IEnumerable<string> missing)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linker-differential");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            File.WriteAllBytes(At("in.o"), LeftAlone(file));
            string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
            const string targets = "[ x86_64-macos, arm64-macos ]";
            File.WriteAllText(
                At("lib.tbd"),
                $"--- !tapi-tbd\ntbd-version: 4\ntargets: {targets}\ninstall-name: '/usr/lib/lib.dylib'\nexports:\n  - targets: {targets}\n    symbols: [ {Quoted([.. missing, Entry, "dyld_stub_binder"])} ]\n    thread-local-symbols: [ {Quoted(variables)} ]\n...\n");
            string[] arguments =
            [
                "-execute", "-e", Entry, "-arch", machine == Machine.X64 ? "x86_64" : "arm64", "-platform_version", "macos", "11.0", "11.0", "-pagezero_size", $"0x{imageBase:x}",
                "-no_fixup_chains", "-no_data_const", "-ignore_optimization_hints", "-no_adhoc_codesign", "-map", At("map"), "-o", At("out"), At("in.o"), At("lib.tbd"),
            ];
            using Process process = Process.Start(new ProcessStartInfo(Lld, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? (new MachOFile(File.ReadAllBytes(At("out"))), new MachOMap(File.ReadAllLines(At("map"))), "") : (null, null, error);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    // lld would put equal strings and numbers together, and leave out records of functions that compact unwind information describes too. We do neither: they become plain content, and that debug information.
    private static byte[] LeftAlone(byte[] file)
    {
        const int Commands = 32, Segment = 72, Section = 80;
        byte[] copy = [.. file];
        Assert.Equal(0x19u, BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(Commands)));
        for (uint i = 0; i < BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(Commands + 64)); i++)
        {
            Span<byte> header = copy.AsSpan(Commands + Segment + (int)(i * Section), Section);
            header[64] = header[64] is 2 or 3 or 4 or 0xe ? (byte)0 : header[64];
            if (header.StartsWith("__compact_unwind__LD"u8))
            {
                "__DWARF"u8.CopyTo(header[16..]);
            }
        }

        return copy;
    }

    private int Sections()
    {
        int count = 0;
        for (uint i = 1; i < _graph.Sections.Length; i++)
        {
            Section section = _graph.Sections[(int)i];
            string name = _graph.NameOf(section);
            if (section.IsLoaded && name != FromCompact && !section.IsZeroFill && section.Size != 0)
            {
                ulong address = Assert.NotNull(_map.AddressOf(_graph, new SectionId(i)));
                byte[] bytes = _ours.BytesAt(address, (int)section.Size).ToArray();
                foreach (FixupEvent fixup in _ours.Record!.Fixups.Where(f => f.P >= address && f.P - address < section.Size))
                {
                    LeadToTheirs(fixup, bytes, (int)(fixup.P - address));
                }

                ReadOnlySpan<byte> theirs = _theirs.BytesAt(address, bytes.Length);
                int different = theirs.CommonPrefixLength(bytes);
                Assert.True(different == bytes.Length, $"{name}+0x{different:x}: {Convert.ToHexString(bytes.AsSpan(different))} here, {Convert.ToHexString(theirs[different..])} there; {_ours.Record!.Fixups.LastOrDefault(f => f.P <= address + (ulong)different)}");
                count += bytes.Length;
                Frames += section.Role == SectionRole.Unwind ? bytes.Length : 0;
            }
        }

        return count;
    }

    private void LeadToTheirs(in FixupEvent fixup, byte[] section, int offset)
    {
        Span<byte> place = section.AsSpan(offset);
        RelocKind kind = fixup.Kind;
        RelocForm form = RelocTable.For(kind);
        ulong address;
        if (form.Target == Target.GotSlot && !_map.Slots.TryGetValue(fixup.Symbol, out address))
        {
            // What is defined beside it is reached without a slot: its address is taken instead of loaded.
            Relaxed++;
            address = Targets.Word(_ours.BytesAt(fixup.S, 8));
            if (kind == RelocKind.GotPc32)
            {
                Assert.Equal(0x8b, section[offset - 2]);
                section[offset - 2] = 0x8d;
            }
            else if (kind == RelocKind.A64GotLd64Offset12)
            {
                uint load = BinaryPrimitives.ReadUInt32LittleEndian(place);
                BinaryPrimitives.WriteUInt32LittleEndian(place, 0x91000000 | (load & 0x3ff));
                form = RelocTable.For(RelocKind.A64Add12);
            }
        }
        else if (form.Target == Target.GotSlot)
        {
            address = _map.Slots[fixup.Symbol];
        }
        else if (form.Target != Target.Stub || !_map.Stubs.TryGetValue(fixup.Symbol, out address))
        {
            return;
        }

        Assert.Equal(PatchStatus.Ok, Patch.Apply(in form, ref place[0], address, fixup.A, fixup.O));
    }
}
