using static Linker.Relocs.Tests.Model;

namespace Linker.Relocs.Tests;

/// <summary>What must hold for every kind, whatever its axes are.</summary>
public class RelocKindTests
{
    private static readonly long[] Addends = [0, -4, 4, -8, 1, 0x7FFF_FFFF, -0x8000_0000L];

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void What_is_inserted_is_what_the_place_says(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = Legal(form, random);
            var place = Place.For(form, content);
            form.Field.Insert(ref place.Start, x);
            return Said(form, place) == Meant(form, x);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.Words), MemberType = typeof(Kinds))]
    public void What_is_inserted_in_a_word_is_extracted(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = Legal(form, random);
            var place = Place.For(form, content);
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
                var place = Place.For(form, content, canary);
                long x = Legal(form, random);
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
        foreach (long x in (long[])[0, form.Range.Max & -Step(form)])
        {
            Place zeros = Filled(form, ones: false);
            Place ones = Filled(form, ones: true);
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
            var place = Place.For(form, 0x1122_3344_5566_7788);
            bool fits = x >= form.Range.Min && x <= form.Range.Max;
            PatchStatus expected = !fits ? PatchStatus.OutOfRange : x % form.Alignment == 0 ? PatchStatus.Ok : PatchStatus.Misaligned;
            Assert.Equal(expected, place.Apply(kind, s, a, o));
            Assert.Equal(expected != PatchStatus.Ok, place.IsUntouched);
            Assert.True(expected != PatchStatus.Ok || Said(form, place) == Meant(form, x));
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
            var place = Place.For(form, content);
            return place.Apply(kind, (ulong)x, 0, 0) == PatchStatus.OutOfRange && place.IsUntouched;
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.UncheckedWords), MemberType = typeof(Kinds))]
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
            long x = Legal(form, random);
            var clean = Place.For(form, content);
            var dirty = Place.For(form, content);
            form.Field.Insert(ref dirty.Start, random ^ content);
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
            long x = Legal(form, random);
            long moved = Legal(form, other);
            ulong o = Addresses[(int)((ulong)random % 6)];
            ulong s = S(form, x, 0, o);
            return Read(kind, s, 0, o) == Meant(form, x) && Read(kind, s + (ulong)(moved - x), 0, o) == Meant(form, moved);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithAddend), MemberType = typeof(Kinds))]
    public void Any_addend_is_added_once(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, a) =>
        {
            long x = Legal(form, random);
            ulong o = Addresses[(int)((ulong)random % 6)];
            return Read(kind, S(form, x, a, o), a, o) == Meant(form, x);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void What_is_subtracted_is_subtracted_once(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, o) =>
        {
            long x = Legal(form, random);
            return Read(kind, S(form, x, 0, (ulong)o), 0, (ulong)o) == Meant(form, x);
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
    [MemberData(nameof(Kinds.FromStart32), MemberType = typeof(Kinds))]
    public void Four_bytes_from_a_start_reach_four_gigabytes_forward_and_nothing_before_it(RelocKind kind)
    {
        const long FourGiB = 1L << 32;
        foreach (ulong o in Addresses)
        {
            foreach (long near in (long[])[0, 1, int.MaxValue, 1L << 31, FourGiB - 1])
            {
                var place = new Place(4, 0);
                Assert.Equal(PatchStatus.Ok, place.Apply(kind, o + (ulong)near, 0, o));
                Assert.Equal(near, (long)BitConverter.ToUInt32(place.Bytes));
            }

            foreach (long far in (long[])[FourGiB, FourGiB + 1, 3L << 32, 1L << 46, -1, -(1L << 31), 1 - FourGiB, -FourGiB, -(1L << 46)])
            {
                Assert.Equal(PatchStatus.OutOfRange, new Place(4, 0).Apply(kind, o + (ulong)far, 0, o));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.WithoutField), MemberType = typeof(Kinds))]
    public void A_marker_writes_nothing_and_never_fails(RelocKind kind) =>
        Holds((s, o) =>
        {
            var place = new Place(0, 0);
            return place.Apply(kind, (ulong)s, s ^ o, (ulong)o) == PatchStatus.Ok && place.IsUntouched && RelocTable.For(kind).Field.Extract([]) == 0;
        });

    // X at the limit, one inside and one outside, by one and by what the field counts in, reached through every address and addend that a link has.
    private static IEnumerable<(ulong S, long A, ulong O, long X)> Limits(RelocForm form)
    {
        ulong[] origins = form.Origin == Origin.Zero ? [0] : Addresses;
        long step = Step(form);
        long[] near = form.Page == Page.Both ? [-step, 0, step] : [-step, -1, 0, 1, step];
        foreach (long limit in (long[])[form.Range.Min, form.Range.Max & -step, form.Range.Max + 1])
        {
            foreach (long x in near.Select(distance => limit + distance))
            {
                foreach (ulong o in origins)
                {
                    foreach (long a in Kinds.IsSlotOfInstruction(form) ? [0] : Addends)
                    {
                        yield return (S(form, x, a, o), a, o, x);
                    }
                }
            }
        }
    }
}
