using System.Diagnostics.CodeAnalysis;

namespace Linker.Cli.Native;

/// <summary>This process as the program that it becomes.</summary>
internal static class HostProgram
{
    /// <summary>Gives the program signals and a name as it would find them on its own.</summary>
    internal static void Prepare(string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            Signals.RestoreDefaults();
            ProgramName.Set(name);
        }
    }

    /// <summary>Ends the process as the program's own C library does.</summary>
    [DoesNotReturn]
    internal static void Exit(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Ucrt.Exit(code);
        }

        LibC.Exit(code);
    }
}
