using FsCheck;
using FsCheck.Fluent;

namespace Linker.Relocs.Tests;

/// <summary>What must hold for every kind, whatever its axes are.</summary>
public class RelocKindTests
{
    // Where images, tables of slots and symbols really lie: the low 2 GiB, a heap, a mapping, the last page of user space, the kernel's half.
    private static readonly ulong[] Addresses = [0x40_1000, 0x7FFF_F000, 0x5555_5555_4321, 0x7F12_3456_7003, 0x7FFF_FFFF_E000, 0xFFFF_FFFF_8000_0000];

    private static readonly long[] Addends = [0, -4, 4, -8, 1, 0x7FFF_FFFF, -0x8000_0000L];

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void What_is_inserted_is_extracted(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = Within(form.Range, random);
            var place = new Place(form.Field.Size, (ulong)content);
            form.Field.Insert(ref place.Start, x);
            long read = form.Field.Extract(place.Bytes);
            long half = form.Field.Size == 8 ? long.MaxValue : (1L << ((8 * form.Field.Size) - 1)) - 1;
            return x <= half ? read == x : read == x - (1L << (8 * form.Field.Size));
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void Neighbours_of_the_field_never_change(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            bool alive = true;
            foreach (byte canary in (byte[])[0x00, 0xFF, 0xA5])
            {
                var place = new Place(form.Field.Size, (ulong)content, canary);
                long x = Within(form.Range, random);
                Assert.Equal(PatchStatus.Ok, place.Apply(kind, (ulong)x, 0, 0));
                alive &= place.AreCanariesAlive;
            }

            return alive;
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void Every_byte_of_the_field_is_written(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        foreach (long x in (long[])[0, form.Range.Max])
        {
            var zeros = new Place(form.Field.Size, 0);
            var ones = new Place(form.Field.Size, ulong.MaxValue);
            Assert.Equal(PatchStatus.Ok, zeros.Apply(kind, (ulong)x, 0, 0));
            Assert.Equal(PatchStatus.Ok, ones.Apply(kind, (ulong)x, 0, 0));
            Assert.Equal(zeros.Bytes.ToArray(), ones.Bytes.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.Checked), MemberType = typeof(Kinds))]
    public void At_both_limits_one_less_and_the_limit_fit_and_one_more_does_not(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        foreach ((ulong s, long a, ulong o, long x) in Limits(form))
        {
            var place = new Place(form.Field.Size, 0x1122_3344_5566_7788);
            bool fits = x >= form.Range.Min && x <= form.Range.Max;
            Assert.Equal(fits ? PatchStatus.Ok : PatchStatus.OutOfRange, place.Apply(kind, s, a, o));
            Assert.Equal(fits, !place.IsUntouched);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.Checked), MemberType = typeof(Kinds))]
    public void Nothing_is_written_when_X_does_not_fit(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = (random & 1) == 0 ? form.Range.Max + 1 + (random >>> 2) : form.Range.Min - 1 - (random >>> 2);
            var place = new Place(form.Field.Size, (ulong)content);
            return place.Apply(kind, (ulong)x, 0, 0) == PatchStatus.OutOfRange && place.IsUntouched;
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.Unchecked), MemberType = typeof(Kinds))]
    public void A_field_as_wide_as_an_address_takes_any_X(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Assert.Equal(8, form.Field.Size);
        Holds((s, o) =>
        {
            var place = new Place(8, 0);
            return place.Apply(kind, (ulong)s, 0, (ulong)o) == PatchStatus.Ok && form.Field.Extract(place.Bytes) == s - o;
        });
        foreach (long x in (long[])[long.MinValue, -1, 0, long.MaxValue])
        {
            Assert.Equal(PatchStatus.Ok, new Place(8, 0).Apply(kind, (ulong)x, 0, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void What_stood_in_the_field_does_not_matter(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = Within(form.Range, random);
            var clean = new Place(form.Field.Size, 0);
            var dirty = new Place(form.Field.Size, (ulong)content);
            Assert.Equal(PatchStatus.Ok, clean.Apply(kind, (ulong)x, 0, 0));
            Assert.Equal(PatchStatus.Ok, dirty.Apply(kind, (ulong)x, 0, 0));
            bool same = clean.Bytes.SequenceEqual(dirty.Bytes);
            Assert.Equal(PatchStatus.Ok, dirty.Apply(kind, (ulong)x, 0, 0));
            return same && clean.Bytes.SequenceEqual(dirty.Bytes);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void When_S_moves_X_moves_by_as_much(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, other) =>
        {
            long x = Within(form.Range, random);
            long moved = Within(form.Range, other);
            ulong o = Addresses[(int)((ulong)random % 6)];
            ulong s = (ulong)x + o;
            return Read(kind, s, 0, o) == Field(form, x) && Read(kind, s + (ulong)(moved - x), 0, o) == Field(form, moved);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void Any_addend_is_added_once(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, a) =>
        {
            long x = Within(form.Range, random);
            ulong o = Addresses[(int)((ulong)random % 6)];
            return Read(kind, (ulong)x + o - (ulong)a, a, o) == Field(form, x);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void What_is_subtracted_is_subtracted_once(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, o) =>
        {
            long x = Within(form.Range, random);
            return Read(kind, (ulong)x + (ulong)o, 0, (ulong)o) == Field(form, x);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.Relative32), MemberType = typeof(Kinds))]
    public void Four_relative_bytes_reach_two_gigabytes_and_no_more_in_both_directions(RelocKind kind)
    {
        const long TwoGiB = 1L << 31;
        foreach (ulong o in Addresses)
        {
            Assert.Equal(PatchStatus.Ok, new Place(4, 0).Apply(kind, o + TwoGiB - 1, 0, o));
            Assert.Equal(PatchStatus.Ok, new Place(4, 0).Apply(kind, o - TwoGiB, 0, o));
            foreach (long far in (long[])[TwoGiB, TwoGiB + 1, 3L << 30, (1L << 32) - 1, 1L << 32, (1L << 32) + 1, 1L << 46])
            {
                Assert.Equal(PatchStatus.OutOfRange, new Place(4, 0).Apply(kind, o + (ulong)far, 0, o));
                Assert.Equal(PatchStatus.OutOfRange, new Place(4, 0).Apply(kind, o - (ulong)far - 1, 0, o));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.Relative32), MemberType = typeof(Kinds))]
    public void Forward_and_backward_are_mirror_images(RelocKind kind)
    {
        Holds((random, other) =>
        {
            ulong o = Addresses[(int)((ulong)random % 6)];
            long distance = (other & int.MaxValue) + 1;
            bool fits = distance <= int.MaxValue;
            var forward = new Place(4, 0);
            var backward = new Place(4, 0);
            Assert.Equal(fits ? PatchStatus.Ok : PatchStatus.OutOfRange, forward.Apply(kind, o + (ulong)distance, 0, o));
            Assert.Equal(PatchStatus.Ok, backward.Apply(kind, o - (ulong)distance, 0, o));
            return !fits || BitConverter.ToInt32(forward.Bytes) == -BitConverter.ToInt32(backward.Bytes);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithoutField), MemberType = typeof(Kinds))]
    public void A_marker_writes_nothing_and_never_fails(RelocKind kind) =>
        Holds((s, o) =>
        {
            var place = new Place(0, 0);
            return place.Apply(kind, (ulong)s, s ^ o, (ulong)o) == PatchStatus.Ok && place.IsUntouched && RelocTable.For(kind).Field.Extract([]) == 0;
        });

    private static void Holds(Func<long, long, bool> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true),
            Prop.ForAll((DoNotSize<long> a, DoNotSize<long> b) => property(a.Item, b.Item)));

    // X at the limit, one inside and one outside, reached through every address and addend that a link has.
    private static IEnumerable<(ulong S, long A, ulong O, long X)> Limits(RelocForm form)
    {
        ulong[] origins = form.Origin == Origin.Zero ? [0] : Addresses;
        foreach (long limit in (long[])[form.Range.Min, form.Range.Max])
        {
            foreach (long x in (long[])[limit - 1, limit, limit + 1])
            {
                foreach (ulong o in origins)
                {
                    foreach (long a in Addends)
                    {
                        yield return ((ulong)x + o - (ulong)a, a, o, x);
                    }
                }
            }
        }
    }

    private static long Within(ValueRange range, long random) =>
        range == ValueRange.Unchecked ? random : range.Min + (long)((ulong)random % (ulong)(range.Max - range.Min + 1));

    private static long Field(RelocForm form, long x) => x << (64 - (8 * form.Field.Size)) >> (64 - (8 * form.Field.Size));

    private static long Read(RelocKind kind, ulong s, long a, ulong o)
    {
        RelocForm form = RelocTable.For(kind);
        var place = new Place(form.Field.Size, 0xDEAD_BEEF_DEAD_BEEF);
        Assert.Equal(PatchStatus.Ok, place.Apply(kind, s, a, o));
        return form.Field.Extract(place.Bytes);
    }
}
