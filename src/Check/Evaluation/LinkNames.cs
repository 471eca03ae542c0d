using System.Text;
using Linker.Engine;

namespace Linker.Check;

/// <summary>What a rule's names stand for in one link.</summary>
internal sealed class LinkNames
{
    private readonly LinkRecord _record;
    private readonly SymbolDefinitions? _definitions;
    private readonly Dictionary<string, SymbolEvent> _globals = [];
    private readonly ILookup<string, LocalSymbolEvent> _locals;
    private readonly Dictionary<string, List<string>> _files = [];

    internal LinkNames(LinkRecord record, SymbolDefinitions? definitions)
    {
        _record = record;
        _definitions = definitions;
        _locals = record.LocalSymbols.ToLookup(l => l.Name);
        foreach (SymbolEvent symbol in record.Symbols)
        {
            _globals.TryAdd(symbol.Name, symbol);
        }

        foreach (string file in record.Sections.Select(s => s.FileName).Concat(record.LocalSymbols.Select(l => l.FileName)).Distinct())
        {
            foreach (string name in FileNames.Of(file))
            {
                (_files.TryGetValue(name, out List<string>? files) ? files : _files[name] = []).Add(file);
            }
        }
    }

    /// <summary>A name's address: what the link as a whole calls so, or the caller, or else the one local symbol of that name, or the one section.</summary>
    internal Place SymbolOf(string name)
    {
        if (_globals.TryGetValue(name, out SymbolEvent global))
        {
            string from = global.Binding is "external" or "null" or "synthetic" ? $"{global.Binding}, from {global.DefinedBy}" : $"in {global.DefinedBy}";
            return new Place(global.Address, from, RegionOf(global));
        }

        if (_definitions?.Resolve(new SymbolQuery(Encoding.UTF8.GetBytes(name))) is { IsFound: true, Member: null } answer)
        {
            return new Place(answer.Address, $"from {_definitions.Name}", null);
        }

        LocalSymbolEvent[] locals = [.. _locals[name]];
        if (locals.Length > 0)
        {
            return locals.All(l => l.Address == locals[0].Address)
                ? new Place(locals[0].Address, $"local, in {locals[0].FileName}", RegionOf(locals[0]))
                : throw new EvaluationException($"there is no global symbol '{name}' and more than one local one: {string.Join(" and ", locals.Select(l => $"{l.FileName} at 0x{l.Address:x}"))}");
        }

        SectionEvent[] sections = [.. _record.Sections.Where(s => s.Name == name)];
        return sections.Length switch
        {
            1 => new Place(sections[0].Address, $"section of {sections[0].FileName}", RegionOf(sections[0])),
            0 => throw new EvaluationException($"there is no symbol '{name}'; there are {ListOf(_globals.Keys.Concat(_locals.Select(l => l.Key)).Where(n => n.Length > 0 && RuleScanner.BeginsSymbol(n[0])))}"),
            _ => throw new EvaluationException($"there is no symbol '{name}', and more than one section: {string.Join(" and ", sections.Select(s => $"{s.FileName} at 0x{s.Address:x}"))}"),
        };
    }

    /// <summary>The address of a section of an object.</summary>
    internal Place SectionOf(string file, string section) => PlaceOf(SectionIn(FileOf(file), section));

    /// <summary>The stub that was made for a symbol, or the slot.</summary>
    internal Place StubOf(StubExpression call)
    {
        string file = ContainerOf(call.Container, call.Section, out ulong? near);
        if (!call.IsSlot)
        {
            StubEvent[] stubs = Mine(_record.Stubs.Where(s => s.Addend == 0), call.Symbol, file, s => s.Symbol, s => s.FileName);
            if (stubs.Length > 0)
            {
                StubEvent stub = stubs.MinBy(s => Distance(s.Address, near ?? 0));
                return new Place(stub.Address, $"stub through the slot 0x{stub.SlotAddress:x}", null);
            }
        }

        SlotEvent[] slots = Mine(_record.Slots, call.Symbol, file, s => s.Symbol, s => s.FileName);
        string[] purposes = [.. slots.Select(s => s.Purpose).Distinct()];
        if (purposes.Length > 1)
        {
            // One of its thread-local slots: the one that the object uses.
            HashSet<ulong> used = [.. _record.Fixups.Where(f => f.FileName == file && f.Symbol == call.Symbol).Select(f => f.S)];
            string[] own = [.. slots.Where(s => used.Contains(s.Address)).Select(s => s.Purpose).Distinct()];
            purposes = own.Length == 1 ? own : purposes;
        }

        string? purpose = purposes.Contains("address") ? "address" : purposes.Length == 1 ? purposes[0] : null;
        if (purpose is not null)
        {
            SlotEvent slot = slots.First(s => s.Purpose == purpose);
            return new Place(slot.Address, $"slot: {slot.Purpose}", null);
        }

        throw new EvaluationException(purposes.Length > 1
            ? $"'{call.Symbol}' has more than one slot: {string.Join(" and ", slots.Select(s => $"{s.Purpose} at 0x{s.Address:x}"))}; name an object that uses one of them, or find the slot by the instruction that leads there"
            : $"'{call.Symbol}' has no {(call.IsSlot ? "slot" : "stub and no slot")}; there are {(call.IsSlot ? "" : $"stubs for {ListOf(_record.Stubs.Select(s => s.Symbol))}, ")}slots for {ListOf(_record.Slots.Select(s => s.Symbol))}");
    }

    /// <summary>Whether an address lies in zero-fill that has no memory.</summary>
    internal bool IsZeroFill(ulong address, int size) => _record.Sections.Any(s => s.FileOffset == 0 && RegionOf(s).Contains(address, size));

    /// <summary>What an address lies in, for messages.</summary>
    internal string WhereIs(ulong address)
    {
        foreach (SectionEvent section in _record.Sections)
        {
            if (RegionOf(section).Contains(address, 1))
            {
                return $" in {section.FileName}: {section.Name}+0x{address - section.Address:x}";
            }
        }

        return "";
    }

    private static ulong Distance(ulong a, ulong b) => a > b ? a - b : b - a;

    // Stubs and slots of a name are the link's, those of a local symbol its object's.
    private T[] Mine<T>(IEnumerable<T> all, string symbol, string file, Func<T, string> symbolOf, Func<T, string> fileOf)
    {
        T[] found = [.. all.Where(e => symbolOf(e) == symbol)];
        return _globals.ContainsKey(symbol) ? found : [.. found.Where(e => fileOf(e) == file)];
    }

    // A file; a file and a section; a file, a slash and a section, which may hold slashes and commas as well.
    private string ContainerOf(string container, string? section, out ulong? address)
    {
        address = null;
        if (section is not null && (_files.ContainsKey(container) || !container.Contains('/')))
        {
            string file = FileOf(container);
            address = SectionIn(file, section).Address;
            return file;
        }

        string whole = section is null ? container : $"{container},{section}";
        if (section is null && _files.ContainsKey(whole))
        {
            return FileOf(whole);
        }

        for (int slash = whole.Length; (slash = whole.LastIndexOf('/', slash - 1)) > 0;)
        {
            if (_files.ContainsKey(whole[..slash]))
            {
                string file = FileOf(whole[..slash]);
                address = SectionIn(file, whole[(slash + 1)..]).Address;
                return file;
            }
        }

        return FileOf(whole.IndexOf('/') is var first and > 0 ? whole[..first] : whole);
    }

    private string FileOf(string name)
    {
        if (!_files.TryGetValue(name, out List<string>? files))
        {
            throw new EvaluationException($"no object of the link is called '{name}'; there are {ListOf(_files.Values.SelectMany(f => f).Select(Path.GetFileName)!)}");
        }

        return files.Count == 1 ? files[0] : throw new EvaluationException($"'{name}' may be {string.Join(" or ", files)}; give the path");
    }

    private SectionEvent SectionIn(string file, string name)
    {
        SectionEvent[] sections = [.. _record.Sections.Where(s => s.FileName == file)];
        SectionEvent[] found = [.. sections.Where(s => s.Name == name)];
        found = found.Length > 0 ? found : [.. sections.Where(s => FileNames.IsSection(s.Name, name))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new EvaluationException($"{file} has no section '{name}' in the image; it has {ListOf(sections.Select(s => s.Name))}"),
            _ => throw new EvaluationException($"{file} has {found.Length} sections '{name}': {string.Join(" and ", found.Select(s => $"#{s.Index} at 0x{s.Address:x}"))}"),
        };
    }

    private Region? RegionOf(SymbolEvent symbol)
    {
        foreach (SectionEvent section in _record.Sections)
        {
            if (section.FileName == symbol.DefinedBy && RegionOf(section).Contains(symbol.Address, (int)Math.Min(Math.Max(symbol.Size, 1), int.MaxValue)))
            {
                return RegionOf(section);
            }
        }

        return null;
    }

    private Region? RegionOf(LocalSymbolEvent local)
    {
        foreach (SectionEvent section in _record.Sections)
        {
            if (section.FileName == local.FileName && section.Index == local.SectionIndex)
            {
                return RegionOf(section);
            }
        }

        return null;
    }

    private static Region RegionOf(SectionEvent section) => new(section.Address, section.Size, section.FileOffset == 0);

    private static Place PlaceOf(SectionEvent section) => new(section.Address, $"{section.Size} bytes", RegionOf(section));

    private static string ListOf(IEnumerable<string> names)
    {
        const int most = 16;
        string[] sorted = [.. names.Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return sorted.Length == 0 ? "none" : string.Join(", ", sorted.Take(most)) + (sorted.Length > most ? $" and {sorted.Length - most} more" : "");
    }
}

/// <summary>An address, where it comes from, and what it lies in as far as that is known.</summary>
internal readonly record struct Place(ulong Address, string Note, Region? Region);
