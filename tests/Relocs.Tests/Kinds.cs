namespace Linker.Relocs.Tests;

/// <summary>The rows of the table as test rows: a kind is tested from the day it is added.</summary>
public static class Kinds
{
    public static IEnumerable<RelocKind> Members => Enum.GetValues<RelocKind>();

    public static TheoryData<RelocKind> All => [.. Members];

    public static TheoryData<RelocKind> WithField => [.. Members.Where(k => RelocTable.For(k).Field.Size > 0)];

    public static TheoryData<RelocKind> WithoutField => [.. Members.Where(k => RelocTable.For(k).Field.Size == 0)];

    public static TheoryData<RelocKind> Checked => [.. Members.Where(IsChecked)];

    public static TheoryData<RelocKind> Unchecked => [.. Members.Where(k => RelocTable.For(k).Field.Size > 0 && !IsChecked(k))];

    public static TheoryData<RelocKind> Relative32 => [.. Members.Where(k => RelocTable.For(k) is { Field.Size: 4, Origin: not Origin.Zero })];

    private static bool IsChecked(RelocKind kind) => RelocTable.For(kind) is var form && form.Field.Size > 0 && form.Range != ValueRange.Unchecked;
}
