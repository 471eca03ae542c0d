namespace Linker.Loader.Tests;

public class LinkerScriptTests
{
    [Theory]
    [InlineData("/* GNU ld script\n*/\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( /usr/lib/libm-2.36.a /usr/lib/libmvec.a )\n", "/usr/lib/libm-2.36.a /usr/lib/libmvec.a")]
    [InlineData("INPUT(a.a, \"b.a\" AS_NEEDED ( -lc ) c.so)", "a.a b.a -lc c.so")]
    [InlineData("INPUT(libncurses.so.6 AS_NEEDED(-ltinfo));\nGROUP(x.a)", "libncurses.so.6 -ltinfo x.a")]
    public void The_files_a_script_names_come_in_order(string text, string expected)
    {
        Assert.True(LinkerScript.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out string[] inputs));
        Assert.Equal(expected.Split(' '), inputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GROUP")]
    [InlineData("GROUP ( a.a")]
    [InlineData("SECTIONS { .text : { *(.text) } }")]
    [InlineData("just some words")]
    [InlineData("OUTPUT_FORMAT(elf64-x86-64)")]
    [InlineData("GROUP ( a.a ) garbage")]
    [InlineData("/* GROUP(a.a)")]
    [InlineData("GROUP(a.a)\u0001")]
    public void Anything_else_is_not_taken_for_a_script(string text) =>
        Assert.False(LinkerScript.TryRead(System.Text.Encoding.Latin1.GetBytes(text), out _));
}
