namespace Linker.Engine.Tests.Caching;

public class ObjectKeyTests
{
    private static readonly string[] Parts = ["x86_64-linux-gnu", "skylake", "+avx2", "-O2", "LLVM 22.1.0"];

    public static TheoryData<string, string[]> Others => new()
    {
        { "code!", Parts },
        { "", Parts },
        { "code", [] },
        { "code", ["aarch64-linux-gnu", "skylake", "+avx2", "-O2", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnu", "znver4", "+avx2", "-O2", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnu", "skylake", "-avx2", "-O2", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnu", "skylake", "+avx2", "-O3", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnu", "skylake", "+avx2", "-O2", "LLVM 22.1.1"] },
        { "code", ["skylake", "x86_64-linux-gnu", "+avx2", "-O2", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnuskylake", "", "+avx2", "-O2", "LLVM 22.1.0"] },
        { "code", ["x86_64-linux-gnu", "skylake", "+avx2", "-O2", "LLVM 22.1.0", ""] },
        { "codex", ["86_64-linux-gnu", "skylake", "+avx2", "-O2", "LLVM 22.1.0"] },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Whatever_an_object_depends_on_makes_another_key(string code, string[] parts)
    {
        ArgumentNullException.ThrowIfNull(code);
        Assert.NotEqual(Of("code", Parts), Of(code, parts));
        Assert.True(Of("code", Parts) != Of(code, parts));
    }

    [Fact]
    public void Equal_parts_make_an_equal_key()
    {
        Assert.Equal(Of("code", Parts), Of("code", [.. Parts]));
        Assert.True(Of("code", Parts) == Of("code", [.. Parts]));
        Assert.Equal(Of("code", Parts).GetHashCode(), Of("code", [.. Parts]).GetHashCode());
    }

    // A key that changes makes every cache that exists worthless. The size of each part and the part, "a" as the two bytes of UTF-16, under SHA-256.
    [Fact]
    public void A_key_is_the_same_in_every_process_and_on_every_machine() =>
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromHexString("0300000000000000" + "010203" + "0200000000000000" + "6100"))),
            ObjectKey.Of([1, 2, 3], "a").ToString());

    [Fact]
    public void Text_that_is_no_text_is_told_apart_too() => Assert.NotEqual(ObjectKey.Of([], "\ud800"), ObjectKey.Of([], "\ud801"));

    [Fact]
    public void The_digits_of_a_key_name_it()
    {
        ObjectKey key = Of("code", Parts);
        Assert.True(ObjectKey.TryParse(key.ToString(), out ObjectKey same));
        Assert.Equal(key, same);
        byte[] digest = new byte[ObjectKey.Size];
        key.CopyTo(digest);
        Assert.Equal(key.ToString(), Convert.ToHexStringLower(digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeef")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeefg")]
    [InlineData(" 0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void Other_text_names_no_key(string text)
    {
        Assert.False(ObjectKey.TryParse(text, out ObjectKey key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void Too_little_room_is_refused() => Assert.Throws<ArgumentException>(() => ObjectKey.Of([]).CopyTo(new byte[ObjectKey.Size - 1]));

    private static ObjectKey Of(string code, params string[] parts) => ObjectKey.Of(System.Text.Encoding.UTF8.GetBytes(code), parts);
}
