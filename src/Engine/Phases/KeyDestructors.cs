using Linker.Loader;

namespace Linker.Engine;

/// <summary>
/// MinGW's static libraries keep destructors for what threads own in a list, of which a function of theirs takes care when it is told that a thread ends: variables of <c>thread_local</c> are there.
/// It is told by another member, which only the start files of programs bring into a link. Where that is missing, the function is told as if its address stood in a <c>.CRT$XL</c> section.
/// </summary>
internal static class KeyDestructors
{
    private static ReadOnlySpan<byte> Function => "__mingw_TLScallback"u8;

    /// <summary>Whether a link needs it to be told.</summary>
    internal static bool AreIn(Binding binding) =>
        binding.Format == ObjectFormat.Coff && IsDefined(binding, Function) && !IsDefined(binding, "__dyn_tls_init_callback"u8);

    /// <summary>Where the function lies; <see langword="null"/> when it need not be told.</summary>
    internal static SectionPlace? FunctionOf(Binding binding, PendingImage image) => AreIn(binding) ? image.PlaceOf(binding, Function, 1) : null;

    private static bool IsDefined(Binding binding, ReadOnlySpan<byte> name) =>
        binding.Globals.Find(name) is var index and not 0 && binding.Globals[index].State is GlobalState.Weak or GlobalState.Strong;
}
