using Linker.Llvm.Native;
using Linker.Loader;

namespace Linker.Llvm;

/// <summary>What a module defines for others.</summary>
/// <param name="Triple">The target that the module names; nothing where it names none.</param>
/// <param name="Functions">Functions that stay in the object whether used or not.</param>
/// <param name="Others">Variables, aliases and indirect functions that do.</param>
/// <param name="HasAssembly">Whether there is assembly outside functions, which may define anything.</param>
internal sealed record IrSymbols(string Triple, string[] Functions, string[] Others, bool HasAssembly)
{
    internal static IrSymbols Of(IrHandle module)
    {
        nint pointer = module.Pointer;
        string[] functions = [.. Globals.Functions(pointer).Where(IsForOthers).Select(Text.NameOf)];
        string[] others = [.. Globals.Variables(pointer).Concat(Globals.Aliases(pointer)).Concat(Globals.IndirectFunctions(pointer)).Where(IsForOthers).Select(Text.NameOf)];
        Core.GetModuleInlineAsm(pointer, out nuint length);
        return new IrSymbols(Globals.TripleOf(pointer), functions, others, length != 0);
    }

    /// <summary>A name as it stands in an object: a first byte of 1 says that it is to be taken as it is, otherwise Mach-O puts an underscore before it.</summary>
    internal static string InObject(string name, ObjectFormat format) =>
        name.StartsWith('\u0001') ? name[1..] : format == ObjectFormat.MachO ? "_" + name : name;

    /// <summary>Whether a module has something for others; what may be left out when nobody uses it is not promised to anybody.</summary>
    internal static bool IsForOthers(nint global) =>
        Values.IsDeclaration(global) == 0 && Values.GetLinkage(global) is Linkage.External or Linkage.WeakAny or Linkage.WeakOdr or Linkage.Common
        && !Text.NameOf(global).StartsWith("llvm.", StringComparison.Ordinal);
}
