using System.Runtime.InteropServices;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>The lists of a module; each may change while a copy of it is walked through.</summary>
internal static class Globals
{
    internal static List<nint> Functions(nint module) => Walk(Values.FirstFunction(module), Values.NextFunction);

    internal static List<nint> Variables(nint module) => Walk(Values.FirstVariable(module), Values.NextVariable);

    internal static List<nint> Aliases(nint module) => Walk(Values.FirstAlias(module), Values.NextAlias);

    internal static List<nint> IndirectFunctions(nint module) => Walk(Values.FirstIndirectFunction(module), Values.NextIndirectFunction);

    internal static List<nint> All(nint module) => [.. Functions(module), .. Variables(module), .. Aliases(module), .. IndirectFunctions(module)];

    internal static string TripleOf(nint module) => Marshal.PtrToStringUTF8(Core.GetTarget(module)) ?? "";

    private static List<nint> Walk(nint first, Func<nint, nint> next)
    {
        var all = new List<nint>();
        for (nint item = first; item != 0; item = next(item))
        {
            all.Add(item);
        }

        return all;
    }
}
