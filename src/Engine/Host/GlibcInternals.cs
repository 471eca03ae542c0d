namespace Linker.Engine.Host;

/// <summary>
/// Hidden names by which members of glibc's archives (<c>libm.a</c> above all) reach into their own static library. The process's shared glibc has the same things under other names.
/// </summary>
internal static unsafe class GlibcInternals
{
    /// <summary>Address of such a thing, 0 when the name is none or the process's C library does not have it.</summary>
    internal static nint Find(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("_dl_x86_cpu_features"u8))
        {
            // The dynamic linker's copy: without it, resolvers of indirect functions would see a processor that can do nothing.
            nint getter = DynamicLibrary.Find("_dl_x86_get_cpu_features"u8);
            return getter == 0 ? 0 : ((delegate* unmanaged<uint, nint>)getter)(0);
        }

        return name.StartsWith("__frexp"u8) || name.StartsWith("__ldexp"u8) || name.StartsWith("__scalbn"u8) ? DynamicLibrary.Find(name[2..]) : 0;
    }
}
