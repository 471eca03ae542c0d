using Linker.Engine.Host.Linux;
using Linker.Engine.Host.MacOS;
using Linker.Engine.Host.Windows;

namespace Linker.Engine.Host;

/// <summary>The operating system of this process.</summary>
internal static class HostSystem
{
    /// <summary>The one there is.</summary>
    internal static IHostSystem OfProcess { get; } =
        OperatingSystem.IsWindows() ? new WindowsSystem()
        : OperatingSystem.IsMacOS() ? new MacSystem()
        : new LinuxSystem();
}
