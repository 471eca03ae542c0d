namespace Linker.Loader;

/// <summary>The machine that a line table is a program of, with those of its registers that matter here (DWARF 5 §6.2.2).</summary>
/// <param name="header">Of the table.</param>
/// <param name="sink">Where rows go.</param>
internal ref struct LineProgram(LineHeader header, LineSink sink)
{
    private ulong _address;
    private ulong _file = 1;
    private uint _line = 1;
    private bool _isDead;
    private bool _hasRows;
    private int _definedFiles;

    /// <summary>Runs a program to its end. Every instruction takes at least a byte and adds at most a row.</summary>
    internal void Run(DwarfCursor code)
    {
        while (code.Rest > 0)
        {
            byte opcode = code.U8("opcode");
            if (opcode >= header.OpcodeBase)
            {
                Special(ref code, (byte)(opcode - header.OpcodeBase));
                continue;
            }

            switch (opcode)
            {
                case DwarfConstants.Extended:
                    Extended(ref code);
                    break;
                case DwarfConstants.Copy:
                    Add();
                    break;
                case DwarfConstants.AdvanceAddress:
                    Advance(ref code, code.Unsigned("operand"));
                    break;
                case DwarfConstants.AdvanceLine:
                    _line = (uint)(_line + code.Signed("operand"));
                    break;
                case DwarfConstants.SetFile:
                    _file = code.Unsigned("operand");
                    break;
                case DwarfConstants.ConstAdvance:
                    Advance(ref code, StepOf(ref code, (byte)(byte.MaxValue - header.OpcodeBase)));
                    break;
                case DwarfConstants.FixedAdvance:
                    MoveTo(ref code, _address + code.U16("operand"));
                    break;
                default:
                    // Columns, statements, prologues, and what later versions may add: the header says how many operands there are.
                    for (int i = 0; i < header.OperandCounts[opcode - 1]; i++)
                    {
                        _ = code.Unsigned("operand");
                    }

                    break;
            }
        }

        sink.Drop();
    }

    private void Special(ref DwarfCursor code, byte adjusted)
    {
        Advance(ref code, StepOf(ref code, adjusted));
        _line = (uint)(_line + header.LineBase + (adjusted % header.LineRange));
        Add();
    }

    private readonly ulong StepOf(ref DwarfCursor code, byte adjusted)
    {
        if (header.LineRange == 0)
        {
            code.Fail(0, "its line_range is 0, by which an opcode divides");
        }

        return (ulong)(adjusted / header.LineRange);
    }

    private void Extended(ref DwarfCursor code)
    {
        DwarfCursor rest = code.First(code.Unsigned("length of an opcode"), "opcode");
        switch (rest.U8("opcode"))
        {
            case DwarfConstants.EndSequence:
                if (_isDead)
                {
                    sink.Drop();
                }
                else
                {
                    sink.End(_address);
                }

                (_address, _file, _line, _isDead, _hasRows) = (0, 1, 1, false, false);
                break;
            case DwarfConstants.SetAddress:
                ulong address = rest.U64("address");

                // What a linker writes for code that it left out.
                _isDead |= address == LineReader.NoAddress;
                MoveTo(ref rest, address);
                break;
            case DwarfConstants.DefineFile:
                header.DefineFile(ref rest, sink);
                _definedFiles++;
                break;
        }
    }

    private void Advance(ref DwarfCursor code, ulong steps) => MoveTo(ref code, _address + (steps * header.InstructionSize));

    // Sorted, so that nobody has to sort: DWARF 5 §6.2.5 has addresses only grow within a sequence.
    private void MoveTo(ref DwarfCursor code, ulong address)
    {
        if (address < _address && _hasRows && !_isDead)
        {
            code.Fail(address, $"its addresses go back, to 0x{address:x} from 0x{_address:x}");
        }

        _address = address;
    }

    private void Add()
    {
        _hasRows = true;
        if (!_isDead)
        {
            sink.Add(new LineRow(_address, header.FileOf(_file, _definedFiles), _line));
        }
    }
}
