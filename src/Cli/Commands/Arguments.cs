using System.CommandLine;
using System.CommandLine.Parsing;
using Linker.Cli.Input;

namespace Linker.Cli.Commands;

/// <summary>Arguments that several commands share.</summary>
internal static class Arguments
{
    internal static Argument<string[]> Files(string description)
    {
        var files = new Argument<string[]>("FILES") { Description = description, Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(RefuseOptions);
        return files;
    }

    internal static Option<Definition[]> Definitions() => new("--define")
    {
        Description = "Binds a name to an address (decimal, or hexadecimal after 0x). Can be given again.",
        HelpName = "NAME=ADDR",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            Definition[] all = Each<Definition>(result, Definition.TryRead, "NAME=ADDR");
            foreach (IGrouping<string, Definition> name in all.GroupBy(d => d.Name).Where(name => name.Distinct().Count() > 1))
            {
                result.AddError($"--define gives '{name.Key}' several addresses: {string.Join(" and ", name.Select(d => $"0x{d.Address:x}").Distinct())}");
            }

            return all;
        },
    };

    internal static Option<SectionAddress[]> SectionAddresses() => new("--section-address")
    {
        Description = "The address of one section. FILE is a path as given, its last part, or a member of an archive; SECTION is a name or #INDEX. Can be given again.",
        HelpName = "FILE,SECTION=ADDR",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => Each<SectionAddress>(result, SectionAddress.TryRead, "FILE,SECTION=ADDR"),
    };

    /// <summary>An option with an address.</summary>
    internal static Option<ulong?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDR",
        CustomParser = result => One<ulong>(result, (string text, out ulong address) => Definition.TryReadAddress(text, out address), "an address"),
    };

    /// <summary>Reads the value of an option, and says what it should have been where it is not.</summary>
    internal static T? One<T>(ArgumentResult result, TryReader<T> tryRead, string what)
        where T : struct
    {
        string text = result.Tokens[0].Value;
        if (tryRead(text, out T value))
        {
            return value;
        }

        result.AddError($"'{text}' is not {what}");
        return null;
    }

    /// <summary>For each argument that takes files: the parser would take an option that it does not know for one of them.</summary>
    internal static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.StartsWith('-') && token.Value.Length > 1 && !File.Exists(token.Value))
            {
                result.AddError($"there is no option '{token.Value}'");
            }
        }
    }

    internal static Option<bool> Json(string description) => new("--json") { Description = description };

    /// <summary>Reads each value of an option that can be given again, and names those that are not of the form.</summary>
    internal static T[] Each<T>(ArgumentResult result, TryReader<T> tryRead, string form)
    {
        var values = new List<T>();
        foreach (Token token in result.Tokens)
        {
            if (tryRead(token.Value, out T? value))
            {
                values.Add(value!);
            }
            else
            {
                result.AddError($"'{token.Value}' is not of the form {form}");
            }
        }

        return [.. values];
    }

    internal delegate bool TryReader<T>(string text, out T? value);
}
