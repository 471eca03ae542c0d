namespace Linker.Shared;

/// <summary>A machine that another one imitates (<c>tests/arm64.sh run</c>): slow, with a kernel whose memory is not quite the real one's.</summary>
internal static class Emulation
{
    /// <summary>The command that starts programs of this machine; nothing where they start by themselves.</summary>
    internal static string[] Command { get; } = Environment.GetEnvironmentVariable("LINKER_EMULATOR") is { Length: > 0 } program ? [program] : [];

    internal static bool IsOn => Command.Length != 0;

    /// <summary>What an emulator may add to the memory that a process holds while 100 MiB come and go: its translations, and what it notes about pages. Nothing elsewhere.</summary>
    internal static long OwnKiB => IsOn ? 14_000 : 0;

    /// <summary>How often something is repeated that takes a twentieth of the time elsewhere.</summary>
    internal static int Rounds(int count) => IsOn ? Math.Max(1, count / 20) : count;

    /// <summary>All of what is tried one after another, and every tenth where a machine is imitated: for what does not depend on the machine.</summary>
    internal static IEnumerable<T> Sample<T>(IEnumerable<T> all) => IsOn ? all.Where((_, i) => i % 10 == 0) : all;

    /// <summary>What no machine, however busy, needs for something that takes a second or so, and what a quadratic algorithm needs long before: a guard, and not a measure.</summary>
    internal static TimeSpan Patience => TimeSpan.FromMinutes(IsOn ? 10 : 2);
}
