namespace Linker.Engine.Host;

/// <summary>Functions of dlfcn.h, one a file; those whose errors matter are called by address.</summary>
internal static partial class Dl
{
    /// <summary>RTLD_NOW and RTLD_GLOBAL.</summary>
    internal const int Now = 2, Global = 0x100;
}
