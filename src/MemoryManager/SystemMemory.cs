using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;
using Linker.MemoryManager.MacOS;
using Linker.MemoryManager.Windows;

namespace Linker.MemoryManager;

/// <summary>Chooses the system. The one place that knows which there are.</summary>
internal static class SystemMemory
{
    private static readonly Lazy<ISystemMemory> OfThisProcess = new(Choose);

    /// <summary>The memory of this process.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither on Linux nor on Windows nor on macOS.</exception>
    internal static ISystemMemory Current => OfThisProcess.Value;

    private static ISystemMemory Choose() =>
        OperatingSystem.IsLinux() ? new LinuxMemory()
        : OperatingSystem.IsWindows() ? new WindowsMemory()
        : OperatingSystem.IsMacOS() ? new MacMemory()
        : throw new PlatformNotSupportedException("Memory of this process can be managed on Linux, Windows and macOS only.");
}
