using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Writes down what is known once the image is laid out and every symbol has its address.</summary>
internal static class LinkRecorder
{
    internal static void Describe(this LinkRecord record, Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses)
    {
        record.Machine = binding.Machine;
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            LinkGraph graph = binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            record.SectionList.Add(new SectionEvent(
                graph.FileName, (int)loaded.Section.Index, graph.NameOf(section), section.Content.Offset, image.AddressOf(loaded.Place), loaded.Size, TextOf(image.Segments[loaded.Place.Segment].Access)));
        }

        for (int index = 1; index < binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref binding.Globals[index];
            if (global.State == GlobalState.Dropped)
            {
                continue;
            }

            string definedBy = global.State switch
            {
                GlobalState.External => binding.Scopes[global.Scope].Name,
                GlobalState.Weak or GlobalState.Strong => binding.Graphs[global.Graph].FileName,
                GlobalState.Null => "nobody",
                _ => "linker",
            };
            record.SymbolList.Add(new SymbolEvent(binding.Globals.TextOf(index), addresses.OfGlobal(index), global.Size, definedBy, TextOf(global.State)));
        }

        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            record.DescribeLocals(binding, tables, image, addresses, g);
        }

        foreach (ref readonly Slot slot in tables.Slots)
        {
            bool isForImage = slot.Kind is SlotKind.DsoHandle or SlotKind.TlsModule or SlotKind.BlockNumber;
            record.SlotList.Add(new SlotEvent(
                image.GotAddress + slot.Offset, TextOf(slot.Kind), isForImage ? "" : binding.NameOf(slot.Symbol), isForImage ? "" : binding.FileNameOf(slot.Symbol)));
        }

        foreach (ref readonly Stub stub in tables.Stubs)
        {
            string symbol = binding.NameOf(stub.Symbol), fileName = binding.FileNameOf(stub.Symbol);
            ulong slot = image.GotAddress + tables.SlotOffsetOf(in stub);
            record.SlotList.Add(new SlotEvent(slot, stub.IsIndirect ? "resolved function" : "stub target", symbol, fileName));
            for (int island = 0; island < image.Layout.Islands.Length; island++)
            {
                if (addresses.IsUsed(island))
                {
                    record.StubList.Add(new StubEvent(SymbolAddresses.StubAddress(binding, image, island, stub.Number), symbol, slot, fileName, stub.Addend));
                }
            }
        }
    }

    private static void DescribeLocals(this LinkRecord record, Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses, int g)
    {
        LinkGraph graph = binding.Graphs[g];
        ReadOnlySpan<Symbol> symbols = graph.Symbols;
        for (int i = 1; i < symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref symbols[i];
            if (!symbol.IsDefined || symbol.Name.Size == 0 || symbol.Kind is SymbolKind.File or SymbolKind.Section || binding.GlobalOf(g)[i] != 0)
            {
                continue;
            }

            var id = new LinkSymbol(g, new SymbolId((uint)i), 0);
            ulong address = symbol.Value;
            if (symbol.Place == SymbolPlace.Section)
            {
                SectionPlace place = image.Layout.PlaceOf(g, symbol.Section);
                if (place.Segment < 0)
                {
                    continue;
                }

                address = tables.IsIndirect(id) && addresses.Of(id) is not 0 and var stub ? stub : image.AddressOf(place) + symbol.Value;
            }

            record.LocalSymbolList.Add(new LocalSymbolEvent(graph.FileName, graph.NameOf(symbol), (int)symbol.Section.Index, address, symbol.Size));
        }
    }

    private static string TextOf(PageAccess access) =>
        $"{((access & PageAccess.Read) != 0 ? 'r' : '-')}{((access & PageAccess.Write) != 0 ? 'w' : '-')}{((access & PageAccess.Execute) != 0 ? 'x' : '-')}";

    private static string TextOf(GlobalState state) => state switch
    {
        GlobalState.Strong => "strong",
        GlobalState.Weak => "weak",
        GlobalState.Common => "common",
        GlobalState.External => "external",
        GlobalState.Synthetic => "synthetic",
        _ => "null",
    };

    private static string TextOf(SlotKind kind) => kind switch
    {
        SlotKind.Address => "address",
        SlotKind.TlsIndex => "TLS index",
        SlotKind.TlsModule => "TLS module",
        SlotKind.TlsOffset => "TLS offset",
        SlotKind.TlsDescriptor => "TLS descriptor",
        SlotKind.TlsBlock => "TLS block",
        SlotKind.BlockNumber => "TLS block number",
        _ => "dso handle",
    };
}
