using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>An image at the moment it is complete: which objects it is made of and where their sections and functions lie.</summary>
public readonly ref struct ObservedImage
{
    private readonly Binding _binding;
    private readonly TablePlan _tables;
    private readonly PendingImage _image;
    private readonly SymbolAddresses _addresses;

    internal ObservedImage(string name, bool isInProcess, Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses)
    {
        Name = name;
        IsInProcess = isInProcess;
        _binding = binding;
        _tables = tables;
        _image = image;
        _addresses = addresses;
    }

    /// <summary>As <see cref="LoadedImage.Name"/>.</summary>
    public string Name { get; }

    /// <summary>Whether the image's addresses are this process's.</summary>
    public bool IsInProcess { get; }

    /// <summary>The instruction set.</summary>
    public Machine Machine => _binding.Machine;

    /// <summary>The container of all its objects.</summary>
    public ObjectFormat Format => _binding.Format;

    /// <summary>The image's memory in ascending order.</summary>
    public ReadOnlySpan<ReservedSegment> Segments => _image.Segments;

    /// <summary>What the image is made of, archives' members and objects of the linker's own included.</summary>
    public ReadOnlySpan<LinkGraph> Objects => _binding.Graphs.Items;

    /// <summary>Where a section lies in the target; <see langword="null"/> when it is not in the image: another object's copy is used, nothing leads to it, or it is not for loading.</summary>
    /// <param name="index">Of the object.</param>
    /// <param name="section">In that object.</param>
    public ulong? AddressOf(int index, SectionId section) => _image.Layout.PlaceOf(index, section) is { Segment: >= 0 } place ? _image.AddressOf(place) : null;

    /// <summary>Where a symbol of an object lies, which the object itself need not define; 0 where nobody does. A thread-local variable's is in the template.</summary>
    internal ulong AddressOf(int index, SymbolId symbol) => _binding.GlobalOf(index)[(int)symbol.Index] is not 0 and var global ? _addresses.OfGlobal(global) : _addresses.OfDefinition(index, symbol);

    /// <summary>The functions of the image in ascending order, local ones and the linker's own jumps included. Several may have one address; looked for at each call.</summary>
    public IReadOnlyList<ImageFunction> FindFunctions()
    {
        var functions = new List<(ImageFunction Function, ulong Limit)>();
        for (int i = 0; i < Objects.Length; i++)
        {
            AddFunctionsOf(i, functions);
        }

        AddStubs(functions);

        // Sorted in a way that keeps the objects' order, and names that others see before those that they do not.
        (ImageFunction Function, ulong Limit)[] sorted = [.. functions.OrderBy(f => f.Function.Address)];
        var found = new ImageFunction[sorted.Length];
        ulong next = ulong.MaxValue;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            (ImageFunction function, ulong limit) = sorted[i];
            next = i + 1 < sorted.Length && sorted[i + 1].Function.Address > function.Address ? sorted[i + 1].Function.Address : next;
            ulong most = limit - function.Address;
            found[i] = function with { Size = function.Size == 0 ? Math.Min(most, next - function.Address) : Math.Min(most, function.Size) };
        }

        return found;
    }

    private void AddFunctionsOf(int index, List<(ImageFunction Function, ulong Limit)> functions)
    {
        LinkGraph graph = Objects[index];
        ReadOnlySpan<Symbol> symbols = graph.Symbols;
        int locals = functions.Count;
        var globals = new List<(ImageFunction Function, ulong Limit)>();
        for (int i = 1; i < symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref symbols[i];
            if (symbol.Place != SymbolPlace.Section || symbol.Name.Size == 0 || AddressOf(index, symbol.Section) is not { } start)
            {
                continue;
            }

            ref readonly Section section = ref graph.Sections[(int)symbol.Section.Index];
            ReadOnlySpan<byte> name = graph.Bytes(symbol.Name);
            if ((section.Flags & SectionFlags.Execute) == 0 || symbol.Value >= section.Size || !IsFunction(in symbol, name))
            {
                continue;
            }

            string text = System.Text.Encoding.UTF8.GetString(new SymbolQuery(name, format: Format).CName);
            (symbol.Binding == SymbolBinding.Local ? functions : globals).Add((new ImageFunction(text, start + symbol.Value, symbol.Size, index), start + section.Size));
        }

        functions.InsertRange(locals, globals);
    }

    // Mach-O's assemblers keep labels of their own, which begin with l or L; C's names begin with an underscore. In ELF and COFF a local symbol of which nothing is said is a label.
    private bool IsFunction(in Symbol symbol, ReadOnlySpan<byte> name) => symbol.Kind switch
    {
        SymbolKind.Function or SymbolKind.IndirectFunction or SymbolKind.Unknown when Format == ObjectFormat.MachO => name[0] is not ((byte)'l' or (byte)'L'),
        SymbolKind.Function or SymbolKind.IndirectFunction => true,
        SymbolKind.Unknown => symbol.Binding != SymbolBinding.Local,
        _ => false,
    };

    private void AddStubs(List<(ImageFunction Function, ulong Limit)> functions)
    {
        ulong size = (ulong)StubCode.SizeFor(Machine);
        foreach (ref readonly Stub stub in _tables.Stubs)
        {
            string name = _binding.NameOf(stub.Symbol);
            for (int island = 0; island < _image.Layout.Islands.Length; island++)
            {
                if (_addresses.IsUsed(island))
                {
                    ulong address = SymbolAddresses.StubAddress(_binding, _image, island, stub.Number);
                    functions.Add((new ImageFunction($"{(Format == ObjectFormat.MachO && name.StartsWith('_') ? name[1..] : name)}@stub", address, size, -1), address + size));
                }
            }
        }
    }
}
