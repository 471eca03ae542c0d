namespace Linker.Loader;

/// <summary>What a section is for, which in COFF only its name says.</summary>
internal static class CoffSectionRoles
{
    /// <summary>The role of a section that is loaded.</summary>
    internal static SectionRole Of(ReadOnlySpan<byte> name, SectionFlags flags, out int priority)
    {
        priority = InitializerNames.Last;
        if ((flags & SectionFlags.ZeroFill) != 0)
        {
            return SectionRole.Ordinary;
        }

        if (name.StartsWith(".CRT$X"u8) && name.Length > 6)
        {
            return name[6] switch
            {
                (byte)'I' => SectionRole.PreInitializers,
                (byte)'C' => SectionRole.Initializers,
                (byte)'P' or (byte)'T' => SectionRole.ReversedFinalizers,
                (byte)'L' => SectionRole.ThreadCallbacks,
                _ => SectionRole.Ordinary,
            };
        }

        // GNU's compiler names the parts of functions that it moves elsewhere: .pdata.startup belongs to .text.startup.
        return Stem(name) switch
        {
            _ when name.StartsWith(".pdata."u8) => SectionRole.FunctionTable,
            var stem when stem.SequenceEqual(".pdata"u8) => SectionRole.FunctionTable,
            var stem when stem.SequenceEqual(".llvm_stackmaps"u8) => SectionRole.StackMaps,
            var stem when stem.SequenceEqual(".idata"u8) && name.EndsWith("$5"u8) => SectionRole.ImportSlots,
            _ => InitializerNames.OfStructors(name, ref priority),
        };
    }

    /// <summary>Whether a section is part of the template of each thread's block.</summary>
    internal static bool IsThreadLocal(ReadOnlySpan<byte> name) => Stem(name).SequenceEqual(".tls"u8);

    /// <summary>The name of the section of the image that a section becomes part of. PE Format, "Grouped Sections (Object Only)".</summary>
    internal static ReadOnlySpan<byte> Stem(ReadOnlySpan<byte> name) => name.IndexOf((byte)'$') is var at and >= 0 ? name[..at] : name;
}
