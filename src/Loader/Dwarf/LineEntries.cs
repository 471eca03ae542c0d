namespace Linker.Loader;

/// <summary>The folders and files of a line table of version 5, whose entries say themselves what they are made of (DWARF 5 §6.2.4.1).</summary>
/// <param name="strings">What names are in.</param>
internal readonly ref struct LineEntries(LineStrings strings)
{
    internal LineString[] ReadFolders(ref DwarfCursor header)
    {
        (ulong Content, ulong Form)[] format = ReadFormat(ref header);
        var folders = new LineString[ReadCount(ref header, format, "directories_count")];
        for (int i = 0; i < folders.Length; i++)
        {
            folders[i] = Read(ref header, format).Name;
        }

        return folders;
    }

    internal void ReadFiles(ref DwarfCursor header, LineString[] folders, LineSink sink)
    {
        (ulong Content, ulong Form)[] format = ReadFormat(ref header);
        for (int left = ReadCount(ref header, format, "file_names_count"); left > 0; left--)
        {
            (LineString name, ulong folder) = Read(ref header, format);
            LineString root = folders.Length == 0 ? default : folders[0];
            sink.Files.Add(new LineFile(root, folder != 0 && folder < (ulong)folders.Length ? folders[folder] : default, name));
        }
    }

    private static (ulong Content, ulong Form)[] ReadFormat(ref DwarfCursor header)
    {
        var format = new (ulong, ulong)[header.U8("number of an entry's parts")];
        foreach (ref (ulong, ulong) part in format.AsSpan())
        {
            part = (header.Unsigned("content type"), header.Unsigned("form"));
        }

        return format;
    }

    // Every form takes a byte at least, so that a table cannot claim more entries than it has bytes.
    private static int ReadCount(ref DwarfCursor header, (ulong Content, ulong Form)[] format, string field)
    {
        ulong count = header.Unsigned(field);
        if (count > (format.Length == 0 ? 0 : (ulong)header.Rest))
        {
            header.Fail(count, $"its {field} is {count}, and {header.Rest} bytes are left");
        }

        return (int)count;
    }

    private (LineString Name, ulong Folder) Read(ref DwarfCursor header, (ulong Content, ulong Form)[] format)
    {
        LineString name = default;
        ulong folder = 0;
        foreach ((ulong content, ulong form) in format)
        {
            (LineString text, ulong number) = Read(ref header, form);
            name = content == DwarfConstants.Path ? text : name;
            folder = content == DwarfConstants.DirectoryIndex ? number : folder;
        }

        return (name, folder);
    }

    private (LineString Text, ulong Number) Read(ref DwarfCursor header, ulong form)
    {
        switch (form)
        {
            case DwarfConstants.FormString:
                LineString here = strings.Here(in header);
                _ = header.SkipName("name");
                return (here, 0);
            case DwarfConstants.FormLineString:
                return (strings.OfLines(ref header), 0);
            case DwarfConstants.FormStringOffset:
                return (strings.OfAll(ref header), 0);
            case DwarfConstants.FormData1:
                return (default, header.U8("part"));
            case DwarfConstants.FormData2:
                return (default, header.U16("part"));
            case DwarfConstants.FormData4:
                return (default, header.U32("part"));
            case DwarfConstants.FormData8:
                return (default, header.U64("part"));
            case DwarfConstants.FormUnsigned:
                return (default, header.Unsigned("part"));
            case DwarfConstants.FormSigned:
                return (default, (ulong)header.Signed("part"));
            case DwarfConstants.FormData16:
                header.Take(16, "part");
                return default;
            case DwarfConstants.FormBlock or DwarfConstants.FormBlock1 or DwarfConstants.FormBlock2 or DwarfConstants.FormBlock4:
                ulong size = form switch
                {
                    DwarfConstants.FormBlock => header.Unsigned("size of a block"),
                    DwarfConstants.FormBlock1 => header.U8("size of a block"),
                    DwarfConstants.FormBlock2 => header.U16("size of a block"),
                    _ => header.U32("size of a block"),
                };
                header.Take(size, "block");
                return default;
            default:
                header.Fail(form, $"the form 0x{form:x} of a part of an entry is not known");
                return default;
        }
    }
}
