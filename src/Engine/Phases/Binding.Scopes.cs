using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    // Work list instead of recursion: a member that is pulled in brings names of its own to the end of the queue.
    private void AskScopes()
    {
        // The linker's own names come before every scope; whether a section of some name exists is certain only when all members are in.
        int asked = 0, ownAsked = 0;
        do
        {
            while (asked < _pending.Count)
            {
                int index = _pending[asked++];
                if (Globals[index].State != GlobalState.Undefined)
                {
                    continue;
                }

                ReadOnlySpan<byte> name = Globals.NameOf(index);
                if (SyntheticSymbols.KindOf(name, Format) == SyntheticSymbol.None)
                {
                    Ask(index, name);
                }
                else
                {
                    _ownNames.Add(index);
                }
            }

            if (ownAsked < _ownNames.Count)
            {
                int own = _ownNames[ownAsked++];
                AskForOwn(own);
            }
        }
        while (asked < _pending.Count || ownAsked < _ownNames.Count || UseAlternates());
    }

    private void AskForOwn(int index)
    {
        if (Globals[index].State != GlobalState.Undefined)
        {
            return;
        }

        SyntheticSymbol kind = SyntheticSymbols.KindOf(Globals.NameOf(index), Format);
        if (kind is SyntheticSymbol.Import or SyntheticSymbol.BlockNumber or SyntheticSymbol.ImageBase)
        {
            // The parts of the link and the caller may define them; nobody else's would be this image's.
            Ask(index, Globals.NameOf(index), isOwn: true);
            if (kind == SyntheticSymbol.Import && Globals[index].State == GlobalState.Undefined)
            {
                AskForImported(index);
            }
        }
        else if (!SyntheticSymbols.IsKnown(this, index))
        {
            Ask(index, Globals.NameOf(index));
        }
    }

    private void Ask(int index, ReadOnlySpan<byte> name, bool isOwn = false)
    {
        // Hidden and internal names are the link's own: archives may bring them, and the caller's definitions, nobody else.
        bool isPrivate = isOwn || Globals[index].Visibility is SymbolVisibility.Hidden or SymbolVisibility.Internal;
        bool isWeak = !Globals[index].IsNeeded;
        var query = new SymbolQuery(name, Globals[index].Kind, isWeak, Machine, Format);
        for (int scope = 0; scope < _scopes.Count; scope++)
        {
            if (isOwn && _scopes[scope] is HostProcessResolver or ImageResolver)
            {
                continue;
            }

            SymbolAnswer answer = Ask(_scopes[scope], in query);
            if (!answer.IsFound)
            {
                continue;
            }

            if (answer.Member is { } member)
            {
                if (isWeak)
                {
                    continue;
                }

                AddMember(member);
                if (Globals[index].State != GlobalState.Undefined)
                {
                    return;
                }

                continue;
            }

            if (isPrivate && !answer.ServesHidden && _scopes[scope] is not SymbolDefinitions)
            {
                continue;
            }

            Globals[index].Answer(scope, in answer, answer.Owner is { } owner ? TakeFrom(owner, answer.Kind) : 0);
            return;
        }
    }

    // Nearly always these two know nothing, and are known themselves: asking them should cost nothing.
    private static SymbolAnswer Ask(ISymbolResolver scope, in SymbolQuery query) => scope switch
    {
        SymbolDefinitions definitions => definitions.IsEmpty ? default : definitions.Resolve(in query),
        ImageResolver images => images.IsEmpty ? default : images.Resolve(in query),
        _ => scope.Resolve(in query),
    };

    /// <summary>The link depends on an image.</summary>
    /// <returns>For a thread-local variable: the number of the image's block.</returns>
    private int TakeFrom(LoadedImage owner, SymbolKind kind)
    {
        if (owner.LatestUser != _linkNumber)
        {
            owner.LatestUser = _linkNumber;
            Dependencies.Add(owner);
        }

        if (kind != SymbolKind.ThreadLocal || owner.ThreadLocals is not { } block)
        {
            return 0;
        }

        ThreadLocalOwners.Add(block);
        return ThreadLocalOwners.Count;
    }
}
