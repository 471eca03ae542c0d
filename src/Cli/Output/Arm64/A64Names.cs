namespace Linker.Cli.Output;

/// <summary>Names of numbers that the architecture gives names to.</summary>
internal static class A64Names
{
    private static readonly string[] Barriers = ["", "oshld", "oshst", "osh", "", "nshld", "nshst", "nsh", "", "ishld", "ishst", "ish", "", "ld", "st", "sy"];

    /// <summary>By CRm and op2, seven bits. Hints that have no name here do nothing either.</summary>
    internal static string Hint(uint number) => number switch
    {
        0 => "nop",
        1 => "yield",
        2 => "wfe",
        3 => "wfi",
        4 => "sev",
        5 => "sevl",
        6 => "dgh",
        7 => "xpaclri",
        8 => "pacia1716",
        10 => "pacib1716",
        12 => "autia1716",
        14 => "autib1716",
        16 => "esb",
        17 => "psb csync",
        18 => "tsb csync",
        19 => "gcsb dsync",
        20 => "csdb",
        22 => "clrbhb",
        24 => "paciaz",
        25 => "paciasp",
        26 => "pacibz",
        27 => "pacibsp",
        28 => "autiaz",
        29 => "autiasp",
        30 => "autibz",
        31 => "autibsp",
        32 => "bti r",
        34 => "bti c",
        36 => "bti j",
        38 => "bti jc",
        39 => "pacm",
        40 => "chkfeat x16",
        48 => "stshh keep",
        49 => "stshh strm",
        50 => "shuh",
        51 => "shuh ph",
        52 => "stcph",
        _ => $"hint #0x{number:x}",
    };

    /// <summary>Whom a barrier is for.</summary>
    internal static string Barrier(uint number) => Barriers[number] is { Length: > 0 } name ? name : $"#{number}";

    /// <summary>By op0, op1, CRn, CRm and op2: the registers that programs read; the others by their numbers.</summary>
    internal static string SystemRegister(uint number) => number switch
    {
        0xc000 => "MIDR_EL1",
        0xd801 => "CTR_EL0",
        0xd807 => "DCZID_EL0",
        0xd920 => "RNDR",
        0xd921 => "RNDRRS",
        0xda10 => "NZCV",
        0xda20 => "FPCR",
        0xda21 => "FPSR",
        0xde82 => "TPIDR_EL0",
        0xde83 => "TPIDRRO_EL0",
        0xdf00 => "CNTFRQ_EL0",
        0xdf01 => "CNTPCT_EL0",
        0xdf02 => "CNTVCT_EL0",
        _ => $"S{number >> 14}_{number >> 11 & 7}_C{number >> 7 & 15}_C{number >> 3 & 15}_{number & 7}",
    };
}
