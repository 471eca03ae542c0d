using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Objects with everything that has fields of its own.</summary>
internal static class CoffSamples
{
    internal static LinkGraph Read(this CoffBuilder coff, bool includeUnloaded = false) => ObjectReader.Read(coff.Build(), "test.obj", includeUnloaded);

    internal static Section Section(this LinkGraph graph, string name)
    {
        foreach (ref readonly Section section in graph.Sections)
        {
            if (graph.NameOf(section) == name)
            {
                return section;
            }
        }

        throw new ArgumentException(name);
    }

    internal static Symbol Symbol(this LinkGraph graph, string name)
    {
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (graph.NameOf(symbol) == name && symbol.Kind != SymbolKind.Section)
            {
                return symbol;
            }
        }

        throw new ArgumentException(name);
    }

    internal static CoffBuilder Everything(ushort machine = CoffBuilder.X64, bool isBig = false)
    {
        var coff = new CoffBuilder { Machine = machine, IsBig = isBig, IsBase64 = isBig };
        coff.Symbol(".file", -2, 0, CoffBuilder.File, 0, "a.c"u8.ToArray());
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16), 0xE8, 0, 0, 0, 0, 0x8B, 0x05, 0, 0, 0, 0, 0xC3, 0, 0, 0, 0);
        CoffBuilder.SectionRow data = coff.Section(".data", CoffBuilder.Data | CoffBuilder.Align(8), new byte[16]);
        coff.Section(".bss", CoffBuilder.Zeroes | CoffBuilder.Align(4)).Size = 64;
        coff.Definition(text);
        coff.Definition(data);
        coff.Symbol("a_function_with_a_long_name", text.Number, 0, CoffBuilder.External, CoffBuilder.FunctionType, CoffBuilder.Words(0, 16, 0, 0));
        coff.Symbol(".bf", text.Number, 0, CoffBuilder.FunctionLines, 0, CoffBuilder.Words(0, 1, 0, 0));
        coff.Symbol(".lf", text.Number, 99, CoffBuilder.FunctionLines);
        coff.Symbol("common", 0, 24);
        coff.Symbol("absolute", -1, 7);
        coff.Weak("weak", "a_function_with_a_long_name");
        CoffBuilder.SectionRow once = coff.OneOf(".rdata$once", CoffBuilder.Constants, CoffBuilder.Largest, "once", 1, 2, 3, 4);
        CoffBuilder.SectionRow with = coff.With(once, ".xdata$with_a_long_name", CoffBuilder.Constants, new byte[8]);
        coff.Directives("/INCLUDE:needed /alternatename:x=y -aligncomm:common,5 /failifmismatch:\"k=v\" /export:a,DATA");
        coff.Section(".debug$S", CoffBuilder.Constants | CoffBuilder.Discardable, new byte[8]).Relocate(0, machine == CoffBuilder.X64 ? (ushort)11 : (ushort)8, "once");
        coff.Symbol(".idata$4", 0, CoffBuilder.Data, CoffBuilder.SectionClass);
        if (machine == CoffBuilder.X64)
        {
            text.Relocate(1, 4, "outside").Relocate(7, 5, "weak");
            data.Relocate(0, 1, ".text").Relocate(8, 3, "common").Relocate(12, 11, "once");
        }
        else
        {
            text.Data = CoffBuilder.Words(0x94000000, 0x90000000, 0xF9400000, 0xD65F03C0);
            text.Relocate(0, 3, "outside").Relocate(4, 4, "weak").Relocate(8, 7, "weak");
            data.Relocate(0, 14, ".text").Relocate(8, 2, "common").Relocate(12, 8, "once");
        }

        with.Relocate(0, machine == CoffBuilder.X64 ? (ushort)3 : (ushort)2, "outside");
        return coff;
    }
}
