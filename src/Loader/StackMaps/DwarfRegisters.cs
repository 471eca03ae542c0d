using Linker.Relocs;

namespace Linker.Loader;

/// <summary>The names of DWARF's register numbers: x86-64 psABI §3.6.2, "DWARF Register Number Mapping"; DWARF for the Arm 64-bit Architecture §4.1.</summary>
public static class DwarfRegisters
{
    private static readonly string[] X64Names =
    [
        "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "rip",
        .. Numbered("xmm", 16), .. Numbered("st", 8), .. Numbered("mm", 8), "rflags", "es", "cs", "ss", "ds", "fs", "gs", "", "", "fs.base", "gs.base", "", "",
        "tr", "ldtr", "mxcsr", "fcw", "fsw", .. Numbered("xmm", 16, 16), .. Enumerable.Repeat("", 35), .. Numbered("k", 8), .. Numbered("bnd", 4), .. Numbered("r", 16, 16),
    ];

    private static readonly string[] Arm64Names =
    [
        .. Numbered("x", 31), "sp", "", "elr_mode", "ra_sign_state", "tpidrro_el0", "tpidr_el0", "tpidr_el1", "tpidr_el2", "tpidr_el3", .. Enumerable.Repeat("", 6), "vg", "ffr",
        .. Numbered("p", 16), .. Numbered("v", 32), .. Numbered("z", 32),
    ];

    /// <summary>The stack pointer's number.</summary>
    public static ushort StackPointerOf(Machine machine) => machine == Machine.X64 ? (ushort)7 : (ushort)31;

    /// <summary>The number of the register that points to a frame, where a function has one.</summary>
    public static ushort FramePointerOf(Machine machine) => machine == Machine.X64 ? (ushort)6 : (ushort)29;

    /// <summary>A register's name; <c>r#123</c> for a number without a name.</summary>
    public static string NameOf(Machine machine, ushort register)
    {
        string[] names = machine == Machine.X64 ? X64Names : Arm64Names;
        return register < names.Length && names[register].Length != 0 ? names[register] : $"r#{register}";
    }

    private static IEnumerable<string> Numbered(string name, int count, int first = 0) => Enumerable.Range(first, count).Select(i => $"{name}{i}");
}
