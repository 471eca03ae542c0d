using System.Buffers.Binary;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Gives patch points a call through a slot each, while the code is writable and nobody can run it. Later only the slots change.
/// </summary>
/// <param name="binding">The link.</param>
/// <param name="image">Its image, whose places are fixed up.</param>
internal sealed class PatchSites(Binding binding, PendingImage image)
{
    private readonly List<PatchPointFailure> _failures = [];
    private readonly List<PatchSite> _sites = [];
    private readonly SortedSet<ulong> _addresses = [];

    /// <summary>Finds the image's stack maps, and makes the patch points that are wanted.</summary>
    /// <returns><see langword="null"/> for an image without stack maps.</returns>
    /// <exception cref="PatchPointException">One cannot be made.</exception>
    internal static StackMapContent? Write(Binding binding, PendingImage image, LinkRequest request, string name)
    {
        StackMapContent? content = StackMapContent.Of(binding, image);
        return content is null || request.PatchPoints is not { Count: > 0 } wanted ? content : content with { Sites = new PatchSites(binding, image).Write(content, wanted, name) };
    }

    private PatchSite[] Write(StackMapContent content, IReadOnlyDictionary<ulong, nint> wanted, string name)
    {
        StackMaps maps = content.Read((address, bytes) => image.Bytes(PlaceOf(address)!.Value, bytes.Length).CopyTo(bytes), name);
        for (uint i = 0; i < (uint)maps.Records.Length; i++)
        {
            _addresses.Add(maps.AddressOf(new StackMapRecordId(i)));
        }

        foreach ((ulong id, nint target) in wanted)
        {
            int count = 0;
            foreach (StackMapRecordId record in maps.WithId(id))
            {
                if (maps[maps[record].Function].Address != 0)
                {
                    count++;
                    Write(id, record, maps.AddressOf(record), (ulong)target);
                }
            }

            if (count == 0)
            {
                _failures.Add(new PatchPointFailure(id, null, "no function of the image has it: those with records of it are left out of the link"));
            }
        }

        _sites.Sort((a, b) => a.Record.Index.CompareTo(b.Record.Index));
        return _failures.Count == 0 ? [.. _sites] : throw new PatchPointException(name, _failures);
    }

    private void Write(ulong id, StackMapRecordId record, ulong address, ulong target)
    {
        if (PlaceOf(address) is not { } place || (image.Segments[place.Segment].Access & PageAccess.Execute) == 0)
        {
            Fail(id, address, "this is no code of the image");
            return;
        }

        // What belongs to another record is not looked at.
        ulong end = _addresses.GetViewBetween(address, ulong.MaxValue).Skip(1).FirstOrDefault(ulong.MaxValue);
        const ulong MostBytes = 64;
        ulong available = Math.Min(MostBytes, Math.Min(end - address, image.Segments[place.Segment].Size - place.Offset));
        Span<byte> code = image.Bytes(place, (int)available);
        int needed = PatchPointCode.CallFor(binding.Machine).Length;
        int area = PatchPointCode.AreaOf(binding.Machine, code, out ulong compiled);
        if (area < needed)
        {
            Fail(id, address, $"it has {area} bytes for code, a call needs {needed}; compile it with at least {needed} bytes, and name no stack map or statepoint");
            return;
        }

        if (target == 0 && compiled == 0)
        {
            Fail(id, address, "it calls nothing as compiled, so that it needs a target");
            return;
        }

        // Slots were counted by the numbers that stand in the objects. A relocation may have written another number since.
        if (_sites.Count == image.Layout.PatchSlotCount)
        {
            Fail(id, address, "there is no slot for it: relocations change the numbers of its object's records");
            return;
        }

        SectionPlace slots = image.Layout.PatchSlots;
        SectionPlace slot = slots with { Offset = slots.Offset + ((ulong)_sites.Count * sizeof(ulong)) };
        if (!TryWriteCall(code[..area], address, image.AddressOf(slot)))
        {
            Fail(id, address, $"its slot at 0x{image.AddressOf(slot):x} is out of reach of the call");
            return;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(image.Bytes(slot, sizeof(ulong)), target != 0 ? target : compiled);
        _sites.Add(new PatchSite(id, record, address, address + (ulong)needed, image.AddressOf(slot)));
    }

    private bool TryWriteCall(Span<byte> area, ulong address, ulong slotAddress)
    {
        PatchPointCode.Write(binding.Machine, area);
        return TableWriter.TryLead(area, PatchPointCode.FixupsFor(binding.Machine), address, slotAddress, out _);
    }

    private void Fail(ulong id, ulong address, string problem) => _failures.Add(new PatchPointFailure(id, (nint)address, problem));

    private SectionPlace? PlaceOf(ulong address) => image.Segments.Find(address, 1) is var i and >= 0 ? new SectionPlace(i, address - image.Segments[i].TargetAddress) : null;
}
