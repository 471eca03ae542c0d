using Linker.Loader;

namespace Linker.Engine;

/// <summary>Members of an archive, linked in when a name they define is needed.</summary>
/// <param name="archive">The archive.</param>
/// <param name="splitSubsections">Whether the parts of a member's Mach-O section that a linker may move become sections of their own, as <see cref="ObjectReader.Read"/> has it, so that <see cref="LinkRequest.Roots"/> can leave each out.</param>
public sealed class ArchiveResolver(Archive archive, bool splitSubsections = false) : ISymbolResolver
{
    private readonly Dictionary<int, LinkGraph> _members = [];
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public string Name => archive.FileName;

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        if (query.IsWeak || !archive.TryFind(query.Name, out int index))
        {
            return SymbolAnswer.NotFound;
        }

        lock (_gate)
        {
            if (!_members.TryGetValue(index, out LinkGraph? member))
            {
                _members.Add(index, member = archive.Read(index, splitSubsections: splitSubsections));
            }

            return SymbolAnswer.Pull(member);
        }
    }
}
