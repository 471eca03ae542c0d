namespace Linker.Llvm;

/// <summary>What code is made for, and how.</summary>
public sealed record CompilerOptions
{
    /// <summary>Code for this process, optimised as <c>-O2</c> does.</summary>
    public static CompilerOptions Default { get; } = new();

    /// <summary>The target, as <c>x86_64-pc-linux-gnu</c>, <c>arm64-apple-macos11</c>, <c>x86_64-pc-windows-msvc</c>. <see langword="null"/> takes what the module says, and where it says nothing the system that LLVM was built for.</summary>
    public string? Triple { get; init; }

    /// <summary>The processor, as LLVM calls it: <c>x86-64</c>, <c>skylake</c>, <c>apple-m1</c>. <see langword="null"/> takes this computer's with all its features where the target has its machine and its format, and otherwise what every processor of the target has.</summary>
    public string? Cpu { get; init; }

    /// <summary>What the processor has or lacks besides, as <c>+avx2,-bmi</c>.</summary>
    public string? Features { get; init; }

    /// <summary>How much the code is worked on.</summary>
    public OptimizationLevel Level { get; init; } = OptimizationLevel.O2;

    /// <summary>The passes to run instead of those of <see cref="Level"/>, in the words of LLVM's new pass manager: <c>sroa,instcombine</c> or <c>default&lt;O1&gt;</c>; none at all where this is empty. Machine code is still made as the level says.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Whether a module is checked before it is compiled. Without that, a module that breaks the rules of LLVM's language may end the process.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>How far code and data may be from each other. Images are placed so that the small model's distances reach, and its code is the fastest.</summary>
    public CodeModel CodeModel { get; init; } = CodeModel.Small;

    /// <summary>Whether code can be placed anywhere.</summary>
    public RelocationModel RelocationModel { get; init; } = RelocationModel.PositionIndependent;
}

/// <summary>How much code is worked on.</summary>
public enum OptimizationLevel
{
    /// <summary>Fast to compile, easy to debug.</summary>
    O0,

    /// <summary>What costs little time.</summary>
    O1,

    /// <summary>What pays in general.</summary>
    O2,

    /// <summary>Whatever may pay.</summary>
    O3,
}

/// <summary>How far code and data may be from each other.</summary>
public enum CodeModel
{
    /// <summary>AArch64: within 1 MiB.</summary>
    Tiny = 2,

    /// <summary>Within 2 GiB; AArch64: within 4 GiB.</summary>
    Small = 3,

    /// <summary>x86-64: at the end of the address space.</summary>
    Kernel = 4,

    /// <summary>x86-64: large data anywhere, the rest as in the small model.</summary>
    Medium = 5,

    /// <summary>Anywhere.</summary>
    Large = 6,
}

/// <summary>Whether code can be placed anywhere.</summary>
public enum RelocationModel
{
    /// <summary>At the addresses that it was linked for; below 2 GiB on x86-64.</summary>
    Static = 1,

    /// <summary>Anywhere.</summary>
    PositionIndependent = 2,

    /// <summary>Mach-O: as static code, with other images' names through slots.</summary>
    DynamicNoPositionIndependence = 3,
}
