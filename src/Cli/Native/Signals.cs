namespace Linker.Cli.Native;

/// <summary>Signals as a program finds them when it starts.</summary>
internal static class Signals
{
    // Linux x86-64 and AArch64 numbers, signal(7). The .NET runtime ignores SIGPIPE, and may have its own handlers for the others.
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int BrokenPipe = 13;
    private const int ChildEnded = 17;
    private const int Ignored = 1;

    /// <summary>Takes the .NET runtime's handlers away, so that a closed pipe ends the program and its own children are its own. What the parent ignores stays ignored, except SIGPIPE, of which that is not known.</summary>
    internal static void RestoreDefaults()
    {
        _ = LibC.Signal(BrokenPipe, LibC.DefaultAction);
        foreach (int number in (ReadOnlySpan<int>)[Interrupt, Quit, ChildEnded])
        {
            if (LibC.Signal(number, LibC.DefaultAction) == Ignored)
            {
                _ = LibC.Signal(number, Ignored);
            }
        }
    }
}
