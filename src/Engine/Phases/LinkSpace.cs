namespace Linker.Engine;

/// <summary>
/// The memory in which links are made, one after the other. Each phase writes its result over the one of the link before, so that linking in a loop allocates nothing; a result is valid until the next link begins.
/// </summary>
internal sealed class LinkSpace
{
    /// <summary>Symbols and sections of a link whose memory is worth keeping.</summary>
    private const int UsualCount = 1 << 20;

    internal LinkSpace()
    {
        Binding = new Binding();
        Tables = new TablePlan(Binding);
        Layout = new ImageLayout(Binding);
        Addresses = new SymbolAddresses(Binding, Tables);
    }

    /// <summary>No other link of the process has the number.</summary>
    internal long LinkNumber { get; set; }

    internal Binding Binding { get; }

    internal TablePlan Tables { get; }

    internal ImageLayout Layout { get; }

    internal SymbolAddresses Addresses { get; }

    /// <summary>Indexes of the names that the image exports.</summary>
    internal FlatList<int> Exported { get; } = new();

    /// <summary>Forgets the link, so that nothing of it is kept alive.</summary>
    /// <returns>Whether the memory may wait for the next link; after an unusually large one it had better go.</returns>
    internal bool Clear()
    {
        bool isUsual = Binding.SymbolCount + Binding.SectionCount <= UsualCount;
        Binding.Clear();
        Tables.Clear();
        Layout.Clear();
        Addresses.Clear();
        Exported.Clear();
        return isUsual;
    }
}
