namespace Linker.Check;

/// <summary>How rules and command lines call objects and sections.</summary>
internal static class FileNames
{
    /// <summary>What an object may be called: its path, the last part of it, and its name in its archive.</summary>
    internal static HashSet<string> Of(string fileName)
    {
        var names = new HashSet<string> { fileName };
        int open = fileName.EndsWith(')') ? fileName.LastIndexOf('(') : -1;
        if (open < 0)
        {
            names.Add(Path.GetFileName(fileName));
            return names;
        }

        string member = fileName[(open + 1)..^1];
        names.Add(member);
        names.Add($"{Path.GetFileName(fileName[..open])}({member})");
        return names;
    }

    /// <summary>Whether a rule means a section: by its name, or in Mach-O with or without the segment before it.</summary>
    internal static bool IsSection(string name, string wanted) =>
        name == wanted || (wanted.StartsWith("__", StringComparison.Ordinal) && AfterComma(name) == AfterComma(wanted) && (!name.Contains(',') || !wanted.Contains(',')));

    private static string AfterComma(string name) => name[(name.LastIndexOf(',') + 1)..];
}
