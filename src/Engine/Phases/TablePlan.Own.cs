using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    // What the names mean that the linker itself defines and that have a slot.
    private void AddOwn()
    {
        if (_isInProcess && binding.Format == ObjectFormat.MachO && ThreadVariables.Exist(binding))
        {
            ThreadBlockSlot = AddSlot(SlotKind.TlsBlock);
        }

        if ((binding.Special & (SpecialNames.Indirect | SpecialNames.Synthetic)) == 0)
        {
            return;
        }

        for (int index = 1; index < binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref binding.Globals[index];
            if (global.Kind == SymbolKind.IndirectFunction && global.IsDefined)
            {
                AddIndirect(new LinkSymbol(global.Graph, global.Symbol, index));
            }
            else if (global.State == GlobalState.Synthetic)
            {
                AddSynthetic(index);
            }
        }
    }

    private void AddSynthetic(int index)
    {
        switch (SyntheticSymbols.KindOf(binding.Globals.NameOf(index), binding.Format))
        {
            case SyntheticSymbol.DsoHandle:
                DsoHandleSlot = AddSlot(SlotKind.DsoHandle);
                break;
            case SyntheticSymbol.BlockNumber:
                BlockNumberSlot = AddSlot(SlotKind.BlockNumber);
                break;
            case SyntheticSymbol.Import:
                AddSlot(SlotKind.Address, new LinkSymbol(0, default, binding.ImportedBy(index)));
                break;
        }
    }

    // The table of slots, and what else the linker makes, is no section that a number or an offset could be of, nor is one that gets no address.
    private bool LiesInNoSection(LinkSymbol symbol)
    {
        if (IsExternal(symbol) || IsAbsolute(symbol))
        {
            return true;
        }

        if (symbol.Global != 0)
        {
            ref GlobalSymbol global = ref binding.Globals[symbol.Global];
            if (global.State is GlobalState.Synthetic or GlobalState.Common)
            {
                return true;
            }

            symbol = new LinkSymbol(global.Graph, global.Symbol, 0);
        }

        return !binding.Graphs[symbol.Graph].Sections[(int)SymbolOf(symbol).Section.Index].IsLoaded;
    }
}
