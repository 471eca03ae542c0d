using System.Buffers.Binary;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Fills the table of slots and generates the stubs.</summary>
internal static class TableWriter
{
    internal static void WriteStubs(Binding binding, TablePlan tables, PendingImage image)
    {
        ReadOnlySpan<byte> code = tables.Stubs.Length == 0 ? default : StubCode.CodeFor(binding.Machine);
        for (int i = 0; i < tables.Stubs.Length; i++)
        {
            if (!tables.Stubs[i].IsUsed)
            {
                continue;
            }

            SectionPlace place = image.Layout.Stubs with { Offset = image.Layout.Stubs.Offset + (ulong)(i * code.Length) };
            Span<byte> bytes = image.Bytes(place, code.Length);
            code.CopyTo(bytes);
            ulong slot = AddressOf(tables, image, tables.Stubs[i].Slot);
            foreach (StubFixup fixup in StubCode.FixupsFor(binding.Machine))
            {
                // Slots and stubs belong to one image, which is smaller than the reach of its own fixups.
                PatchStatus status = Patch.Apply(
                    in RelocTable.For(fixup.Kind), ref bytes[fixup.Offset], slot, fixup.Addend, image.AddressOf(place) + (ulong)fixup.Offset);
                if (status != PatchStatus.Ok)
                {
                    throw new RelocationException([new RelocationFailure(
                        "stub", ".stubs", (ulong)fixup.Offset, fixup.Kind, fixup.Kind.ToString(), binding.NameOf(tables.Stubs[i].Symbol.Graph, tables.Stubs[i].Symbol.Symbol),
                        slot, fixup.Addend, image.AddressOf(place), 0, "the slot is out of the stub's reach", null)]);
                }
            }
        }
    }

    /// <summary>Every slot but those of indirect functions, whose resolvers need a finished image.</summary>
    internal static void WriteSlots(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses, ThreadLocalBlock tls)
    {
        for (int i = 0; i < tables.Slots.Length; i++)
        {
            Slot slot = tables.Slots[i];
            if (!slot.IsUsed)
            {
                continue;
            }

            switch (slot.Kind)
            {
                case SlotKind.Address:
                    Write(image, slot, addresses.Of(slot.Symbol));
                    break;
                case SlotKind.StubTarget:
                    Write(image, slot, binding.Globals[slot.Symbol.Global].Address);
                    break;
                case SlotKind.DsoHandle:
                    Write(image, slot, AddressOf(tables, image, i));
                    break;
                case SlotKind.ResolvedFunction:
                    break;
                default:
                    (ulong first, ulong second) = tls.WordsOf(i);
                    Write(image, slot, first);
                    if (slot.Kind != SlotKind.TlsOffset)
                    {
                        Write(image, slot with { Offset = slot.Offset + 8 }, second);
                    }

                    break;
            }
        }
    }

    /// <summary>Asks the resolver of every indirect function. The image's code is executable, its slots still writable.</summary>
    internal static unsafe void WriteResolvedFunctions(Binding binding, TablePlan tables, PendingImage image)
    {
        foreach (Slot slot in tables.Slots)
        {
            if (slot.Kind == SlotKind.ResolvedFunction)
            {
                LinkSymbol symbol = slot.Symbol;
                (int graph, SymbolId id) = symbol.Global != 0
                    ? (binding.Globals[symbol.Global].Graph, binding.Globals[symbol.Global].Symbol)
                    : (symbol.Graph, symbol.Symbol);
                ref readonly Symbol definition = ref binding.Graphs[graph].Symbols[(int)id.Index];
                ulong resolver = image.AddressOf(image.Layout.PlaceOf(graph, definition.Section)) + definition.Value;

                // The object says that this is a resolver; calling it is what loading the object means.
                Write(image, slot, (ulong)((delegate* unmanaged<nint>)resolver)());
            }
        }
    }

    internal static ulong AddressOf(TablePlan tables, PendingImage image, int slot) => image.GotAddress + tables.Slots[slot].Offset;

    private static void Write(PendingImage image, Slot slot, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(image.Bytes(image.Layout.Got with { Offset = image.Layout.Got.Offset + slot.Offset }, 8), value);
}
