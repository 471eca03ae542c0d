using System.CommandLine;
using System.Numerics;
using Linker.Check;
using Linker.Cli.Input;
using Linker.Cli.Output;

namespace Linker.Cli.Commands;

/// <summary><c>rtlink check</c>: links for target addresses, executes nothing, and evaluates rules about what came out.</summary>
internal static class CheckCommand
{
    private const ulong DefaultPageSize = 4096;
    private const ulong LargestPageSize = 1 << 30;

    internal static Command Create()
    {
        var files = new Argument<string[]>("OBJECTS") { Description = "Objects and members of archives (libz.a(adler32.o)), and archives whose members are taken as they are needed.", Arity = ArgumentArity.ZeroOrMore };
        files.Validators.Add(Arguments.RefuseOptions);
        var rules = new Option<string[]>("--rules") { Description = "Files with rules. Can be given again.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, Required = true };
        Option<SectionAddress[]> sections = Arguments.SectionAddresses();
        Option<Definition[]> definitions = Arguments.Definitions();
        Option<ulong?> start = Arguments.Address("--target-start", $"The address of everything that has none of its own; next to the sections that have one when it is not given, or 0x{LinkCommand.DefaultBase:x}.");
        Option<ulong?> slab = Arguments.Address("--slab-address", "As --target-start, at the start of a page.");
        var slabSize = new Option<ulong?>("--slab-size") { Description = "How many bytes the image may take from there on; Kb, Mb and Gb may follow the number.", HelpName = "N", CustomParser = result => Arguments.One<ulong>(result, ByteCount.TryRead, "a number of bytes") };
        var pageSize = new Option<ulong?>("--page-size") { Description = $"Bytes of a page, a power of two: segments of different access share none. [default: {DefaultPageSize}]", HelpName = "P", CustomParser = result => Arguments.One<ulong>(result, TryReadPageSize, $"a power of two up to {LargestPageSize}") };
        var phony = new Option<bool>("--phony-externals") { Description = "Gives names that nobody defines addresses 16 bytes apart, from 1 GiB above the image." };
        var aliases = new Option<Alias[]>("--alias") { Description = "Gives a name of the link another name. Can be given again.", HelpName = "NEW=OLD", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, CustomParser = result => Arguments.Each<Alias>(result, Alias.TryRead, "NEW=OLD") };
        var prefix = new Option<string?>("--rule-prefix") { Description = $"What lines begin with that are rules: a text, or a name for '# NAME:'. [default: {string.Join(" and ", RuleReader.DefaultPrefixes.Select(p => $"'{p}'"))}]", HelpName = "NAME" };
        var entry = new Option<string?>("--entry") { Description = "A name that the link has to define; members of the archives are taken for it.", HelpName = "NAME" };
        var command = new Command("check", "Links for target addresses without executing anything, and evaluates rules about the image.") { files, rules, sections, definitions, start, slab, slabSize, pageSize, phony, aliases, prefix, entry };
        command.SetAction(result =>
        {
            (string[] ruleFiles, string[] objects) = RuleFiles.Split(result.GetRequiredValue(rules));
            var options = new CheckedLinkOptions(
                result.GetValue(sections) ?? [], result.GetValue(definitions) ?? [], result.GetValue(aliases) ?? [], result.GetValue(slab) ?? result.GetValue(start), result.GetValue(slabSize),
                result.GetValue(pageSize) ?? DefaultPageSize, result.GetValue(phony), result.GetValue(entry));
            ThrowIfContradictory(options, result.GetValue(slab), result.GetValue(start));
            return Run(ruleFiles, result.GetValue(prefix), [.. objects, .. result.GetValue(files) ?? []], options);
        });
        return command;
    }

    private static bool TryReadPageSize(string text, out ulong size) => ByteCount.TryRead(text, out size) && BitOperations.IsPow2(size) && size <= LargestPageSize;

    private static void ThrowIfContradictory(CheckedLinkOptions options, ulong? slab, ulong? start)
    {
        if (slab is not null && start is not null && slab != start)
        {
            throw new UsageException("--slab-address and --target-start both say where the image begins; give one");
        }

        if (slab % options.PageSize > 0)
        {
            throw new UsageException($"--slab-address 0x{slab:x} is not the start of a page of {options.PageSize} bytes");
        }
    }

    private static int Run(string[] ruleFiles, string? prefix, string[] objects, CheckedLinkOptions options)
    {
        if (ruleFiles.Length == 0 || objects.Length == 0)
        {
            throw new UsageException(ruleFiles.Length == 0 ? "there is no file with rules among those of --rules" : "there is no object to link");
        }

        var report = new CheckReport(prefix is null ? RuleReader.DefaultPrefixes : [RuleFiles.WholePrefix(prefix)]);
        List<Rule> rules = report.Read(ruleFiles, path => RuleFiles.Read(path, prefix));
        options = options.SlabSize is not null && options.Start is null ? options with { Start = LinkCommand.DefaultBase } : options;
        using CheckedLink link = CheckedLink.For(InputFiles.Read(objects), options);
        report.Evaluate(rules, new LinkChecker(link.Image, link.Definitions));
        return report.Finish() ? 0 : Rtlink.LinkFailed;
    }
}
