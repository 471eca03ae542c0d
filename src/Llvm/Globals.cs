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

    /// <summary>The functions, variables and aliases in which a value occurs, perhaps inside constants.</summary>
    internal static List<nint> Users(nint value)
    {
        var users = new List<nint>();
        var seen = new HashSet<nint>();
        var constants = new Stack<nint>([value]);
        while (constants.TryPop(out nint constant))
        {
            for (nint use = Code.FirstUse(constant); use != 0; use = Code.NextUse(use))
            {
                nint user = Code.GetUser(use);
                if (!seen.Add(user))
                {
                    continue;
                }

                if (Code.AsInstruction(user) != 0)
                {
                    users.Add(Code.GetFunction(Code.GetBlock(user)));
                }
                else if (Values.AsGlobal(user) != 0)
                {
                    users.Add(user);
                }
                else
                {
                    constants.Push(user);
                }
            }
        }

        return users;
    }

    /// <summary>Whether the address of a place inside a function occurs elsewhere.</summary>
    internal static bool HasInnerAddressesOutside(nint function)
    {
        for (nint block = Code.FirstBlock(function); block != 0; block = Code.NextBlock(block))
        {
            for (nint use = Code.FirstUse(Code.AsValue(block)); use != 0; use = Code.NextUse(use))
            {
                nint address = Code.AsBlockAddress(Code.GetUser(use));
                if (address != 0 && Users(address).Exists(user => user != function))
                {
                    return true;
                }
            }
        }

        return false;
    }

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
