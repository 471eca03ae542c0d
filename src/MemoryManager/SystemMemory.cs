using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager;

/// <summary>Chooses the system. The one place that knows which there are.</summary>
internal static class SystemMemory
{
    private static readonly Lazy<ISystemMemory> OfThisProcess = new(Choose);

    /// <summary>The memory of this process.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    internal static ISystemMemory Current => OfThisProcess.Value;

    private static LinuxMemory Choose() =>
        OperatingSystem.IsLinux() ? new LinuxMemory()
        : throw new PlatformNotSupportedException("Memory of this process can be managed on Linux only.");
}
