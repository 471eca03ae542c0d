using Linker.Cli.Commands;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>What a command line asks of a link that is checked.</summary>
internal sealed record CheckedLinkOptions(
    SectionAddress[] Sections, Definition[] Definitions, Alias[] Aliases, ulong? Start, ulong? SlabSize, ulong PageSize, bool IsPhony, string? Entry);

/// <summary>A link for target addresses, and the names that rules about it may use.</summary>
internal sealed class CheckedLink : IDisposable
{
    private readonly RuntimeLinker _linker;

    private CheckedLink(RuntimeLinker linker, LoadedImage image)
    {
        _linker = linker;
        Image = image;
    }

    internal LoadedImage Image { get; }

    /// <summary>What the command line defines.</summary>
    internal SymbolDefinitions Definitions => _linker.Definitions;

    /// <summary>Links objects and the archive members they need.</summary>
    internal static CheckedLink For(InputFiles inputs, CheckedLinkOptions options)
    {
        var aliases = new Aliases(options.Aliases);
        LinkGraph[] graphs = inputs.WithDefinitionsOf(options.Entry is null ? aliases.Targets : aliases.Targets.Append(options.Entry));
        if (graphs.Length == 0)
        {
            throw new UsageException("there is no object that would need members of the archives; give one");
        }

        ulong anchor = options.Start ?? (options.Sections.Length > 0 ? options.Sections.Min(s => s.Address) : LinkCommand.DefaultBase);
        PhonyExternals? phony = options.IsPhony ? new PhonyExternals(PhonyExternals.StartFor(anchor)) : null;
        var linker = new RuntimeLinker(new LinkerOptions
        {
            Memory = new TargetMemory(options.PageSize, options.Start, options.SlabSize),
            Scopes = [.. inputs.Resolvers, .. phony is null ? [] : (ISymbolResolver[])[phony]],
        });
        try
        {
            phony?.DefineHidden(graphs, inputs.Archives, linker.Definitions, aliases.Names);
            var objects = new ObjectNames(graphs);
            objects.Define(options.Definitions, linker.Definitions);
            aliases.Define(linker.Definitions, objects, phony, anchor & ~0xfffUL);
            LoadedImage image = Link(linker, options, graphs, aliases);
            if (options.Entry is { } entry)
            {
                bool isPhony = phony is not null && phony.IsAnswered(aliases.EndOf(entry)) && !options.Definitions.Any(d => d.Name == entry);
                ThrowIfMissing(entry, isPhony, image.Record!, linker.Definitions);
            }

            return new CheckedLink(linker, image);
        }
        catch
        {
            linker.Dispose();
            throw;
        }
    }

    public void Dispose() => _linker.Dispose();

    private static LoadedImage Link(RuntimeLinker linker, CheckedLinkOptions options, LinkGraph[] graphs, Aliases aliases)
    {
        try
        {
            LoadedImage image = Link(linker, options, graphs);
            if (!aliases.Settle(linker.Definitions, image.Record!))
            {
                return image;
            }

            image.Dispose();
        }
        catch (RelocationException e) when (e.Record is not null)
        {
            // What was out of reach may have been an address of the meantime.
            if (!aliases.Settle(linker.Definitions, e.Record))
            {
                throw;
            }
        }

        return Link(linker, options, graphs);
    }

    private static LoadedImage Link(RuntimeLinker linker, CheckedLinkOptions options, LinkGraph[] graphs)
    {
        var addresses = new SectionAddresses(options.Sections);
        LoadedImage image = linker.Link(LinkRequest.ForCheck with { SectionAddress = options.Sections.Length == 0 ? null : addresses.Of }, graphs);
        addresses.ThrowIfUnused();
        return image;
    }

    // An address that stands for nothing is no function to start with.
    private static void ThrowIfMissing(string entry, bool isPhony, LinkRecord record, SymbolDefinitions definitions)
    {
        if (isPhony
            || (!record.Symbols.Any(s => s.Name == entry && s.Binding != "null")
                && !definitions.Resolve(new SymbolQuery(System.Text.Encoding.UTF8.GetBytes(entry))).IsFound))
        {
            throw new MissingEntryException(entry);
        }
    }
}
