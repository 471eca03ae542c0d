using System.Buffers.Binary;
using Linker.Engine;

namespace Linker.Check;

/// <summary>Computes the parts of one rule, each of which keeps its value.</summary>
/// <param name="image">What was linked.</param>
/// <param name="names">What names stand for.</param>
/// <param name="rule">Whose text the parts are parts of.</param>
internal sealed class Evaluator(LoadedImage image, LinkNames names, Rule rule)
{
    /// <summary>A part with its value, or with the reason why it has none; never throws for what a rule says.</summary>
    internal RulePart Evaluate(IExpression expression)
    {
        string text = rule.Text[expression.Start..expression.End];
        try
        {
            return expression switch
            {
                NumberExpression number => new RulePart(text, number.Value, "", []),
                SymbolExpression symbol => At(text, names.SymbolOf(symbol.Name)),
                ParenthesizedExpression parenthesized => Evaluate(parenthesized.Inner) is var inner ? inner with { Text = text } : null!,
                ChainExpression chain => Join(text, chain),
                SliceExpression slice => Slice(text, slice),
                LoadExpression load => Load(text, load),
                StubExpression stub => At(text, names.StubOf(stub)),
                SectionExpression section => At(text, names.SectionOf(section.File, section.Section)),
                NextPcExpression next => NextPc(text, next),
                DecodeOperandExpression decode => DecodeOperand(text, decode),
                _ => throw new EvaluationException("nothing is known about this"),
            };
        }
        catch (EvaluationException e)
        {
            return new RulePart(text, null, e.Message, []);
        }
    }

    private static RulePart At(string text, Place place) => new(text, place.Address, place.Note, []) { Region = place.Region };

    private RulePart Join(string text, ChainExpression chain)
    {
        RulePart first = Evaluate(chain.First);
        var parts = new List<RulePart> { first };
        ulong? value = first.Value;
        Region? region = first.Region;
        string note = "";
        foreach ((Operator joined, IExpression operand) in chain.Rest)
        {
            RulePart part = Evaluate(operand);
            parts.Add(part);
            if (value is { } left && part.Value is { } right && joined is Operator.ShiftLeft or Operator.ShiftRight && part.Value > 63)
            {
                note = $"a value of 64 bits cannot be shifted by {part.Value}";
                value = null;
            }
            else
            {
                value = value is null || part.Value is null ? null : Compute(joined, value.Value, part.Value.Value);
            }

            // An address stays one of its section when something that is no address is added or taken away.
            region = joined switch
            {
                Operator.Add => region is null ? part.Region : part.Region is null ? region : null,
                Operator.Subtract => part.Region is null ? region : null,
                _ => null,
            };
        }

        return new RulePart(text, note.Length > 0 ? null : value, note, parts) { Region = region };
    }

    private static ulong Compute(Operator joined, ulong left, ulong right) => joined switch
    {
        Operator.Add => unchecked(left + right),
        Operator.Subtract => unchecked(left - right),
        Operator.And => left & right,
        Operator.Or => left | right,
        Operator.ShiftLeft => left << (int)right,
        _ => left >> (int)right,
    };

    private RulePart Slice(string text, SliceExpression slice)
    {
        RulePart whole = Evaluate(slice.Value);
        ulong mask = ulong.MaxValue >> (63 - (slice.High - slice.Low));
        return new RulePart(text, (whole.Value >> slice.Low) & mask, "", [whole]);
    }

    private RulePart Load(string text, LoadExpression load)
    {
        RulePart address = Evaluate(load.Address);
        if (address.Value is not { } at)
        {
            return new RulePart(text, null, "", [address]);
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        bool isZeroFill = address.Region is { IsZeroFill: true } region && region.Contains(at, load.Size);
        int count = isZeroFill ? load.Size : image.Read(at, bytes[..load.Size]);
        if (count < load.Size && !names.IsZeroFill(at, load.Size))
        {
            return new RulePart(text, null, $"there are {(count == 0 ? "no" : $"only {count}")} bytes of the image at 0x{at:x}; it has {Segments()}", [address]);
        }

        string kind = isZeroFill || count < load.Size ? "zero-fill" : $"{load.Size} byte{(load.Size == 1 ? "" : "s")}";
        return new RulePart(text, BinaryPrimitives.ReadUInt64LittleEndian(bytes), $"{kind} at 0x{at:x}{names.WhereIs(at)}", [address]);
    }

    private RulePart NextPc(string text, NextPcExpression next)
    {
        ulong address = names.SymbolOf(next.Symbol).Address;
        Instruction instruction = InstructionAt(address);
        return new RulePart(text, unchecked(address + (ulong)instruction.Size), $"after '{instruction.Text}' at 0x{address:x}", []);
    }

    private RulePart DecodeOperand(string text, DecodeOperandExpression decode)
    {
        ulong address = unchecked(names.SymbolOf(decode.Symbol).Address + decode.Offset);
        Instruction instruction = InstructionAt(address);
        if (instruction.Operands is not { } operands)
        {
            throw new EvaluationException($"the operands of '{instruction.Text}' at 0x{address:x} are not known");
        }

        if (decode.Index >= (ulong)operands.Count)
        {
            throw new EvaluationException($"'{instruction.Text}' at 0x{address:x} has no operand {decode.Index}; {ListOf(operands)}");
        }

        Operand operand = operands[(int)decode.Index];
        return operand.IsImmediate
            ? new RulePart(text, (ulong)operand.Value, $"{operand.What} of '{instruction.Text}' at 0x{address:x}", [])
            : throw new EvaluationException($"operand {decode.Index} of '{instruction.Text}' at 0x{address:x} is no immediate but {operand.What}; {ListOf(operands)}");
    }

    private Instruction InstructionAt(ulong address)
    {
        Span<byte> bytes = stackalloc byte[Instruction.MaximumSize];
        int count = image.Read(address, bytes);
        return count > 0
            ? Instruction.Read(image.Record!.Machine, bytes[..count], address)
            : throw new EvaluationException($"there is no instruction at 0x{address:x}, which is outside the image; it has {Segments()}");
    }

    private string Segments()
    {
        var ranges = new List<string>();
        foreach (ref readonly MemoryManager.ReservedSegment segment in image.Segments)
        {
            ranges.Add($"0x{segment.TargetAddress:x}-0x{segment.TargetAddress + segment.Size:x}");
        }

        return ranges.Count == 0 ? "none" : string.Join(", ", ranges);
    }

    private static string ListOf(IReadOnlyList<Operand> operands) =>
        operands.Count == 0 ? "it has none" : $"its operands are {string.Join(", ", operands.Select((o, i) => $"{i}: {o.What}{(o.IsImmediate ? $" {Signed(o.Value)}" : "")}"))}";

    private static string Signed(long value) => value < 0 ? $"-0x{(ulong)-value:x}" : $"0x{value:x}";
}
