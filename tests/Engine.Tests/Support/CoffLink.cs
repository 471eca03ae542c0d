using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>A linker of COFF objects for target addresses, and what names come to mean in its links.</summary>
internal sealed class CoffLink : IDisposable
{
    internal const ulong Base = 0x1_4000_0000;

    private readonly ushort _machine;

    internal CoffLink(ushort machine = CoffBuilder.X64, params ISymbolResolver[] scopes)
    {
        _machine = machine;
        Linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = scopes });
    }

    internal RuntimeLinker Linker { get; }

    /// <summary>The image of the last link.</summary>
    internal LoadedImage Image { get; private set; } = null!;

    public void Dispose() => Linker.Dispose();

    /// <summary>An archive of objects, each found by the names that it defines.</summary>
    internal static ArchiveResolver Archive(params (byte[] File, string[] Names)[] members)
    {
        var archive = new ArchiveWriter();
        for (int i = 0; i < members.Length; i++)
        {
            archive.Add($"m{i}.obj", members[i].File, members[i].Names);
        }

        return new ArchiveResolver(archive.Read());
    }

    /// <summary>An object with one byte of data under each name.</summary>
    internal static CoffBuilder Bytes(params (string Name, byte Value)[] values)
    {
        var coff = new CoffBuilder();
        foreach ((string name, byte value) in values)
        {
            coff.Section(".data", CoffBuilder.Data, value).Named(name);
        }

        return coff;
    }

    internal LoadedImage Link(params CoffBuilder[] objects) => Link(new LinkRequest { Record = true }, objects);

    internal LoadedImage Link(LinkRequest request, params CoffBuilder[] objects) => Link(request, [.. objects.Select((o, i) => ObjectReader.Read(o.Build(), $"{i}.obj"))]);

    // Earlier images would answer for names.
    internal LoadedImage Link(LinkRequest request, params LinkGraph[] graphs)
    {
        Image?.Dispose();
        return Image = Linker.Link(request, graphs);
    }

    /// <summary>Links the objects and one that asks for names; gives their addresses.</summary>
    internal ulong[] AddressesOf(string[] names, params CoffBuilder[] objects)
    {
        var ask = new CoffBuilder { Machine = _machine };
        CoffBuilder.SectionRow row = ask.Section(".rdata$ask", CoffBuilder.Constants | CoffBuilder.Align(8), new byte[8 * names.Length]).Named("the_answers");
        for (int i = 0; i < names.Length; i++)
        {
            row.Relocate((uint)i * 8, _machine == CoffBuilder.X64 ? (ushort)1 : (ushort)14, names[i]);
        }

        Link([.. objects, ask]);
        return [.. names.Select((_, i) => Word((ulong)Image.GetAddress("the_answers") + ((ulong)i * 8), 8))];
    }

    /// <summary>The same for the bytes that lie there.</summary>
    internal byte[] BytesOf(string[] names, params CoffBuilder[] objects) => [.. AddressesOf(names, objects).Select(address => (byte)Word(address, 1))];

    internal ulong Word(ulong address, int size) => Targets.Word(Image.BytesAt(address, size));

    internal ulong Word(string name, int size, uint offset = 0) => Word((ulong)Image.GetAddress(name) + offset, size);

    internal ulong SectionAddress(string name, int file = 0) => Image.Record!.Sections.First(s => s.Name == name && s.FileName == $"{file}.obj").Address;
}
