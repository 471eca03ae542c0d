namespace Linker.Relocs.Tests;

/// <summary>The rows of the table as test rows: a kind is tested from the day it is added.</summary>
public static class Kinds
{
    public static IEnumerable<RelocKind> Members => Enum.GetValues<RelocKind>();

    public static TheoryData<RelocKind> All => [.. Members];

    public static TheoryData<RelocKind> WithField => Where(form => form.Field.Size > 0);

    public static TheoryData<RelocKind> WithoutField => Where(form => form.Field.Size == 0);

    public static TheoryData<RelocKind> Words => Where(IsWord);

    public static TheoryData<RelocKind> Instructions => Where(IsInstruction);

    public static TheoryData<RelocKind> Checked => Where(IsChecked);

    public static TheoryData<RelocKind> CheckedWords => Where(form => IsWord(form) && IsChecked(form));

    public static TheoryData<RelocKind> UncheckedWords => Where(form => IsWord(form) && !IsChecked(form));

    public static TheoryData<RelocKind> UncheckedInstructions => Where(form => IsInstruction(form) && !IsChecked(form));

    public static TheoryData<RelocKind> Aligned => Where(form => form.Alignment > 1);

    public static TheoryData<RelocKind> Pages => Where(form => form.Page == Page.Both);

    public static TheoryData<RelocKind> WithAddend => Where(form => form.Field.Size > 0 && !IsSlotOfInstruction(form));

    public static TheoryData<RelocKind> WithoutAddend => Where(IsSlotOfInstruction);

    public static TheoryData<RelocKind> Relative32 => Where(form => IsRelative32(form) && !IsFromStart(form));

    public static TheoryData<RelocKind> FromStart32 => Where(form => IsRelative32(form) && IsFromStart(form));

    internal static bool IsInstruction(RelocForm form) => form.Field.Instruction != InstructionClass.None;

    // What AAELF64 wants a zero addend for; a word may count from anywhere.
    internal static bool IsSlotOfInstruction(RelocForm form) =>
        IsInstruction(form) && form.Target is not (Target.Symbol or Target.Stub);

    private static TheoryData<RelocKind> Where(Func<RelocForm, bool> predicate) => [.. Members.Where(kind => predicate(RelocTable.For(kind)))];

    private static bool IsRelative32(RelocForm form) => IsWord(form) && form is { Field.Size: 4, Origin: not Origin.Zero };

    // Nothing of an image lies before its start, nothing of a section before that of the section: such a distance has no sign.
    private static bool IsFromStart(RelocForm form) => form.Origin is Origin.Image or Origin.Section;

    private static bool IsWord(RelocForm form) => form.Field.Size > 0 && !IsInstruction(form);

    private static bool IsChecked(RelocForm form) => form.Field.Size > 0 && form.Range != ValueRange.Unchecked;
}
