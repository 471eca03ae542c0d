namespace Linker.Loader;

/// <summary>What stands before a line table's program (DWARF 5 §6.2.4, DWARF 4 §6.2.4).</summary>
internal sealed class LineHeader
{
    private readonly LineStrings _strings;
    private readonly LineString[] _folders;
    private readonly int _firstFile;
    private readonly int _fileCount;
    private readonly ushort _version;

    /// <summary>Reads a header that begins with its version. The files' names go to the sink.</summary>
    /// <param name="table">The table behind its length, which this moves to the program.</param>
    /// <param name="strings">What names are in.</param>
    /// <param name="sink">Where files go.</param>
    internal LineHeader(ref DwarfCursor table, LineStrings strings, LineSink sink)
    {
        _strings = strings;
        _version = table.U16("version");
        if (_version is < 2 or > 5)
        {
            table.Fail(_version, $"version {_version} is none of those that are known, 2 to 5");
        }

        if (_version >= 5)
        {
            byte addressSize = table.U8("address_size"), selectorSize = table.U8("segment_selector_size");
            if (addressSize != sizeof(ulong) || selectorSize != 0)
            {
                table.Fail(addressSize, $"addresses have {addressSize} bytes and segments' numbers {selectorSize}");
            }
        }

        DwarfCursor header = table.First(table.Word("header_length"), "header");
        InstructionSize = header.U8("minimum_instruction_length");
        if (_version >= 4 && header.U8("maximum_operations_per_instruction") is var operations and not 1)
        {
            header.Fail(operations, $"an instruction has {operations} operations, on a machine where it has one");
        }

        header.U8("default_is_stmt");
        LineBase = (sbyte)header.U8("line_base");
        LineRange = header.U8("line_range");
        OpcodeBase = header.U8("opcode_base");
        if (OpcodeBase == 0)
        {
            header.Fail(0, "its opcode_base is 0");
        }

        OperandCounts = header.Take(OpcodeBase - 1UL, "standard_opcode_lengths").ToArray();
        _firstFile = sink.Files.Count;
        if (_version >= 5)
        {
            var entries = new LineEntries(strings);
            _folders = entries.ReadFolders(ref header);
            entries.ReadFiles(ref header, _folders, sink);
        }
        else
        {
            _folders = ReadFolders(ref header);
            while (TryReadFile(ref header, sink))
            {
            }
        }

        _fileCount = sink.Files.Count - _firstFile;
    }

    internal byte InstructionSize { get; }

    internal sbyte LineBase { get; }

    internal byte LineRange { get; }

    internal byte OpcodeBase { get; }

    /// <summary>By opcode, from 1 on.</summary>
    internal byte[] OperandCounts { get; }

    /// <summary>The number for <see cref="LineTable.FileOf"/> of a file of this table, −1 where there is none. Files count from 1 before version 5.</summary>
    internal int FileOf(ulong number, int defined)
    {
        ulong index = _version >= 5 ? number : number - 1;
        return index < (ulong)(_fileCount + defined) ? _firstFile + (int)index : -1;
    }

    /// <summary>A file that the program adds.</summary>
    internal void DefineFile(ref DwarfCursor operand, LineSink sink)
    {
        if (!TryReadFile(ref operand, sink))
        {
            operand.Fail(0, "it defines a file without a name");
        }
    }

    // Up to an empty name. Folder 0 is the compiler's own, which only other sections know.
    private LineString[] ReadFolders(ref DwarfCursor header)
    {
        List<LineString> folders = [default];
        while (true)
        {
            LineString name = _strings.Here(in header);
            if (header.SkipName("include_directories") == 0)
            {
                return [.. folders];
            }

            folders.Add(name);
        }
    }

    private bool TryReadFile(ref DwarfCursor header, LineSink sink)
    {
        LineString name = _strings.Here(in header);
        if (header.SkipName("file_names") == 0)
        {
            return false;
        }

        ulong folder = header.Unsigned("directory");
        header.Unsigned("time of a file");
        header.Unsigned("size of a file");
        sink.Files.Add(new LineFile(default, folder < (ulong)_folders.Length ? _folders[folder] : default, name));
        return true;
    }
}
