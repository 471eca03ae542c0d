namespace Linker.Engine.Host.Linux;

/// <summary>
/// Hidden names by which code reaches into the static libraries of its run time: members of glibc's archives (<c>libm.a</c> above all) into their own, any code into <c>libgcc.a</c>.
/// The process's shared libraries have the same things under other names or old versions.
/// </summary>
internal static unsafe class RunTimeInternals
{
    /// <summary>Address of such a thing, 0 when the name is none or the process's libraries do not have it.</summary>
    internal static nint Find(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("_dl_x86_cpu_features"u8))
        {
            // The dynamic linker's copy: without it, resolvers of indirect functions would see a processor that can do nothing.
            nint getter = DynamicLibrary.Find("_dl_x86_get_cpu_features"u8);
            return getter == 0 ? 0 : ((delegate* unmanaged<uint, nint>)getter)(0);
        }

        // __builtin_cpu_supports and target_clones; libgcc_s describes the processor when it is loaded.
        if (name.SequenceEqual("__cpu_model"u8))
        {
            return DynamicLibrary.Find("__cpu_model@GCC_4.8.0"u8);
        }

        if (name.SequenceEqual("__cpu_indicator_init"u8))
        {
            return DynamicLibrary.Find("__cpu_indicator_init@GCC_4.8.0"u8);
        }

        return name.StartsWith("__frexp"u8) || name.StartsWith("__ldexp"u8) || name.StartsWith("__scalbn"u8) ? DynamicLibrary.Find(name[2..]) : 0;
    }
}
