using System.Buffers.Binary;
using System.Numerics;
using Linker.Relocs;

namespace Linker.Loader.Tests;

/// <summary>Checks what every graph promises, without the code that proves it.</summary>
internal static class SoundGraph
{
    /// <summary>Reads any bytes; a graph that comes out must be sound, and nothing but <see cref="ObjectFormatException"/> may be thrown.</summary>
    /// <returns>Whether there was a graph.</returns>
    internal static bool OrRefused(byte[] file, bool includeUnloaded = true, bool splitSubsections = false)
    {
        try
        {
            Check(ObjectReader.Read(file, "test.o", includeUnloaded, splitSubsections), file);
            return true;
        }
        catch (ObjectFormatException)
        {
            return false;
        }
    }

    /// <summary>The same for archives: members, symbols, and each member that the index leads to.</summary>
    internal static bool ArchiveOrRefused(byte[] file)
    {
        try
        {
            Archive archive = ArchiveReader.Read(file, "test.a", _ => new byte[64]);
            for (int i = 0; i < archive.Members.Length; i++)
            {
                archive.NameOf(i);
                archive.IsMetadata(i);
            }

            foreach (ArchiveSymbol symbol in archive.Symbols)
            {
                Assert.True(archive.TryFind(System.Text.Encoding.UTF8.GetBytes(archive.NameOf(symbol)), out _) || archive.NameOf(symbol).Contains('\ufffd'));
                Assert.InRange(symbol.Member, 0, archive.Members.Length - 1);
                OrRefused(archive.BytesOf(symbol.Member).ToArray());
            }

            return true;
        }
        catch (ObjectFormatException)
        {
            return false;
        }
    }

    /// <summary>The same for unwind records.</summary>
    internal static bool FramesOrRefused(byte[] bytes)
    {
        try
        {
            var reader = new EhFrameReader(bytes, 0x10000, "test.o");
            uint end = 0;
            while (reader.Next(out EhFrameRecord record))
            {
                Assert.Equal(end, record.Offset);
                end = record.Offset + record.Size;
                Assert.True(end <= bytes.Length && record.Size >= 4 && record.CieOffset <= record.Offset);
                foreach (uint field in new[] { record.PcBeginOffset, record.PcRangeOffset, record.LsdaOffset, record.PersonalityOffset })
                {
                    Assert.True(field == 0 || (field > record.Offset && field < end));
                }
            }

            Assert.Equal((uint)bytes.Length, end);
            return true;
        }
        catch (ObjectFormatException)
        {
            return false;
        }
    }

    /// <summary>The same for stack maps: everything that is said of the result is looked at.</summary>
    internal static bool StackMapsOrRefused(ReadOnlySpan<byte> bytes)
    {
        StackMaps maps;
        try
        {
            maps = StackMapReader.Read(bytes, "test.o");
        }
        catch (ObjectFormatException)
        {
            return false;
        }

        uint next = 0, location = 0, liveOut = 0;
        for (uint f = 0; f < maps.Functions.Length; f++)
        {
            Assert.Equal(next, maps.Functions[(int)f].FirstRecord.Index);
            for (uint i = 0; i < maps.Functions[(int)f].RecordCount; i++, next++)
            {
                ref readonly StackMapRecord record = ref maps.Records[(int)next];
                Assert.Equal((new StackMapFunctionId(f), location, liveOut), (record.Function, record.FirstLocation, record.FirstLiveOut));
                location += record.LocationCount;
                liveOut += record.LiveOutCount;
            }
        }

        Assert.Equal((maps.Records.Length, maps.Locations.Length, maps.LiveOuts.Length), ((int)next, (int)location, (int)liveOut));
        foreach (ref readonly StackMapLocation at in maps.Locations)
        {
            Assert.True(Enum.IsDefined(at.Kind));
            _ = at.Kind >= StackMapLocationKind.Constant ? maps.ValueOf(in at) : 0;
        }

        for (uint i = 0; i < next; i++)
        {
            var id = new StackMapRecordId(i);
            Assert.Contains(id, maps.WithId(maps[id].Id).ToArray());
            Assert.Equal(maps[maps[id].Function].Address != 0, maps.At(maps.AddressOf(id)).Contains(id));
            _ = maps.TryGetStatepoint(id, out _);
        }

        return true;
    }

    private static void Check(LinkGraph graph, byte[] file)
    {
        int grouped = 0;
        UInt128 total = 0;
        for (int i = 0; i < graph.Sections.Length; i++)
        {
            Section section = graph.Sections[i];
            graph.NameOf(section);
            Assert.True(BitOperations.IsPow2(section.Alignment) && section.Alignment <= 1UL << 32);
            Assert.True(section.Comdat >= -1 && section.Comdat < graph.Comdats.Length);
            Assert.True(section.LinkedTo.Index < graph.Sections.Length);
            Assert.True((section.IsZeroFill ? 0 : (long)section.Size) == graph.ContentOf(new SectionId((uint)i)).Length);
            total += section.IsLoaded ? section.Size : 0;
            int steps = 0;
            for (SectionId at = section.LinkedTo; !at.IsNull; at = graph.Sections[(int)at.Index].LinkedTo)
            {
                Assert.True(++steps <= graph.Sections.Length);
            }

            Assert.True(grouped == section.FirstRelocation);
            grouped += section.RelocationCount;
            foreach (Relocation r in graph.RelocationsOf(new SectionId((uint)i)))
            {
                int width = RelocTable.For(r.Kind).Field.Size;
                Assert.True(section.IsZeroFill ? r.Kind == RelocKind.None : r.Offset + (ulong)width <= section.Size);
                Assert.True(r.Target.Index < graph.Symbols.Length && r.Subtrahend.Index < graph.Symbols.Length);
                Assert.True((r.Kind == RelocKind.Refused) == (graph.RefusalOf(r) is not null));
            }
        }

        Assert.Equal(graph.Relocations.Length, grouped);
        foreach (Symbol symbol in graph.Symbols)
        {
            graph.NameOf(symbol);
            Assert.True(symbol.Place != SymbolPlace.Section || (!symbol.Section.IsNull && symbol.Value <= graph.Sections[(int)symbol.Section.Index].Size));
            Assert.True(symbol.Place != SymbolPlace.Common || BitOperations.IsPow2(symbol.Value));
            Assert.True(symbol.Alternate.Index < graph.Symbols.Length);
            total += symbol.Place == SymbolPlace.Common ? symbol.Size : 0;
        }

        foreach (Comdat comdat in graph.Comdats)
        {
            graph.Text(comdat.Name);
            Assert.True(comdat.Section.Index < graph.Sections.Length);
        }

        foreach (Directive directive in graph.Directives)
        {
            graph.Text(directive.Argument);
        }

        Assert.True(total < 1UL << 47);
        Assert.True(graph.Relocations.Length <= file.Length && graph.Directives.Length <= file.Length);
        if (graph.Format == ObjectFormat.Elf)
        {
            Assert.True(graph.Symbols.Length <= Math.Max(1, file.Length / 24) && graph.Sections.Length <= Math.Max(1, file.Length / 64));
        }
        else
        {
            // Directives name symbols of their own, and records declare sections; an import says in a few words what takes three of the one and four of the other.
            Assert.True(graph.Symbols.Length <= Math.Max(4, file.Length / 4) && graph.Sections.Length <= Math.Max(3, file.Length / 18));
        }
    }

    /// <summary>Puts 0, 1, all ones, one more and one less into a field, one after another, and then the field's own value.</summary>
    /// <returns>How many of them are refused.</returns>
    internal static int Overwrite(byte[] file, int offset, int size, Func<byte[], bool> isSound)
    {
        int refused = 0;
        Span<byte> before = stackalloc byte[8];
        before.Clear();
        Span<byte> field = file.AsSpan(offset, size);
        field.CopyTo(before);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(before);
        Span<byte> after = stackalloc byte[8];
        ulong mask = ulong.MaxValue >> (64 - (8 * size));
        foreach (ulong changed in new HashSet<ulong> { 0, 1, mask, (value + 1) & mask, (value - 1) & mask })
        {
            if (changed == value)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(after, changed);
            after[..size].CopyTo(field);
            refused += isSound(file) ? 0 : 1;
        }

        before[..size].CopyTo(field);
        return refused;
    }
}
