using System.Buffers.Binary;
using Linker.Engine.Host.Linux;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Fills the table of slots and generates the stubs.</summary>
internal static class TableWriter
{
    /// <summary>The stubs that something leads to, and where they lead.</summary>
    internal static void WriteStubs(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses)
    {
        ReadOnlySpan<byte> code = tables.Stubs.IsEmpty ? default : StubCode.CodeFor(binding.Machine);
        foreach (ref readonly Stub stub in tables.Stubs)
        {
            for (int island = 0; island < image.Layout.Islands.Length; island++)
            {
                if (addresses.IsUsed(island))
                {
                    WriteStub(binding, image, in stub, island, code, image.GotAddress + tables.SlotOffsetOf(in stub));
                }
            }

            if (!stub.IsIndirect)
            {
                // The stub may stand for the function in the whole image; it leads to the function itself.
                bool isExternal = stub.Symbol.Global != 0 && binding.Globals[stub.Symbol.Global].State == GlobalState.External;
                Write(image, tables.SlotOffsetOf(in stub), (isExternal ? binding.Globals[stub.Symbol.Global].Address : addresses.Of(stub.Symbol)) + (ulong)stub.Addend);
            }
        }
    }

    /// <summary>Every slot but those of stubs.</summary>
    internal static void WriteSlots(TablePlan tables, PendingImage image, SymbolAddresses addresses, ThreadLocalBlock tls)
    {
        ReadOnlySpan<Slot> slots = tables.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly Slot slot = ref slots[i];
            switch (slot.Kind)
            {
                case SlotKind.Address:
                    Write(image, slot.Offset, addresses.Of(slot.Symbol));
                    break;
                case SlotKind.BlockNumber:
                    Write(image, slot.Offset, tls.BlockNumber);
                    break;
                case SlotKind.DsoHandle:
                    Write(image, slot.Offset, image.GotAddress + slot.Offset);
                    break;
                default:
                    (ulong first, ulong second) = tls.WordsOf(i);
                    Write(image, slot.Offset, first);
                    if (slot.Kind != SlotKind.TlsOffset)
                    {
                        Write(image, slot.Offset + sizeof(ulong), second);
                    }

                    break;
            }
        }
    }

    /// <summary>Asks the resolver of every indirect function. The image's code is executable, its slots still writable.</summary>
    internal static unsafe void WriteResolvedFunctions(Binding binding, TablePlan tables, PendingImage image)
    {
        foreach (ref readonly Stub stub in tables.Stubs)
        {
            if (stub.IsIndirect)
            {
                HardwareCapabilities capabilities = HardwareCapabilities.OfProcess;
                LinkSymbol symbol = stub.Symbol;
                (int graph, SymbolId id) = symbol.Global != 0
                    ? (binding.Globals[symbol.Global].Graph, binding.Globals[symbol.Global].Symbol)
                    : (symbol.Graph, symbol.Symbol);
                ref readonly Symbol definition = ref binding.Graphs[graph].Symbols[(int)id.Index];
                ulong resolver = image.AddressOf(image.Layout.PlaceOf(graph, definition.Section)) + definition.Value;

                // The object says that this is a resolver; calling it is what loading the object means.
                Write(image, tables.SlotOffsetOf(in stub), (ulong)((delegate* unmanaged<ulong, HardwareCapabilities*, nint>)resolver)(capabilities.Flags, &capabilities));
            }
        }
    }

    private static void WriteStub(Binding binding, PendingImage image, in Stub stub, int island, ReadOnlySpan<byte> code, ulong slotAddress)
    {
        SectionPlace start = image.Layout.Islands[island];
        SectionPlace place = start with { Offset = start.Offset + ((ulong)stub.Number * (ulong)code.Length) };
        Span<byte> bytes = image.Bytes(place, code.Length);
        code.CopyTo(bytes);

        // Slots and stubs belong to one image, which is smaller than the reach of its own fixups, unless its sections have addresses of their own.
        if (!TryLead(bytes, StubCode.FixupsFor(binding.Machine), image.AddressOf(place), slotAddress, out StubFixup refused))
        {
            throw new RelocationException([new RelocationFailure(
                "stub", ".stubs", (ulong)refused.Offset, refused.Kind, refused.Kind.ToString(), binding.NameOf(stub.Symbol),
                slotAddress, refused.Addend, image.AddressOf(place), 0, "the slot is out of the stub's reach", null)]);
        }
    }

    /// <summary>Makes code that goes through a slot go through this one.</summary>
    /// <param name="code">The code, written already.</param>
    /// <param name="fixups">Its places.</param>
    /// <param name="address">Where the code will run.</param>
    /// <param name="slotAddress">The slot.</param>
    /// <param name="refused">The place from which the slot is out of reach.</param>
    internal static bool TryLead(Span<byte> code, ReadOnlySpan<StubFixup> fixups, ulong address, ulong slotAddress, out StubFixup refused)
    {
        foreach (ref readonly StubFixup fixup in fixups)
        {
            ref readonly RelocForm form = ref RelocTable.For(fixup.Kind);
            ulong origin = form.Origin == Origin.Place ? address + (ulong)fixup.Offset : 0;
            if (Patch.Apply(in form, ref code[fixup.Offset], slotAddress, fixup.Addend, origin) != PatchStatus.Ok)
            {
                refused = fixup;
                return false;
            }
        }

        refused = default;
        return true;
    }

    private static void Write(PendingImage image, uint offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(image.Bytes(image.Layout.Got with { Offset = image.Layout.Got.Offset + offset }, sizeof(ulong)), value);
}
