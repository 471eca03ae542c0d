using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>Declarations of what another module defines, in LLVM's memory; <see cref="PrototypeText"/> are the same as text.</summary>
internal static class Prototype
{
    /// <summary>LLVMAttributeFunctionIndex.</summary>
    internal const uint OfFunction = uint.MaxValue;

    /// <summary>Declares in a module what a module of the same context defines or declares.</summary>
    internal static nint Declare(nint module, nint global, string name)
    {
        nint type = Values.GetValueType(global);
        nint declared;
        if (Code.KindOf(type) == TypeKind.Function)
        {
            declared = Values.AddFunction(module, name, type);
            if (FunctionOf(global) is var function and not 0)
            {
                Values.SetCallConvention(declared, Values.GetCallConvention(function));
                CopyAttributes(function, declared, type);
            }
        }
        else
        {
            declared = Values.AddVariable(module, type, name, Code.GetAddressSpace(Code.TypeOf(global)));
            if (Values.AsVariable(global) != 0)
            {
                Values.SetConstant(declared, Values.IsConstant(global));
                Values.SetThreadLocalMode(declared, Values.GetThreadLocalMode(global));
                Values.SetAlignment(declared, Values.GetAlignment(global));
            }
        }

        Values.SetVisibility(declared, Values.GetVisibility(global));
        return declared;
    }

    /// <summary>Puts a declaration in the place of a module's own definition, which is gone then unless it is an alias or an indirect function.</summary>
    internal static void Replace(nint module, nint global)
    {
        string name = Text.NameOf(global);
        Text.SetName(global, "");
        nint declared = Declare(module, global, name);
        Code.ReplaceAllUses(global, declared);
        if (Values.AsFunction(global) != 0)
        {
            Values.DeleteFunction(global);
        }
        else if (Values.AsVariable(global) != 0)
        {
            Values.DeleteVariable(global);
        }
        else
        {
            Values.SetLinkage(global, Linkage.Internal);
        }
    }

    /// <summary>Declares in a module what it refers to in other modules of its context.</summary>
    internal static void Complete(nint module)
    {
        var declared = new Dictionary<string, nint>();
        foreach (nint global in Globals.All(module))
        {
            _ = declared.TryAdd(Text.NameOf(global), global);
        }

        foreach (nint function in Globals.Functions(module))
        {
            for (nint block = Code.FirstBlock(function); block != 0; block = Code.NextBlock(block))
            {
                for (nint instruction = Code.FirstInstruction(block); instruction != 0; instruction = Code.NextInstruction(instruction))
                {
                    CompleteOperands(module, instruction, declared);
                }
            }
        }

        foreach (nint variable in Globals.Variables(module))
        {
            CompleteOperands(module, variable, declared);
        }
    }

    private static void CompleteOperands(nint module, nint user, Dictionary<string, nint> declared)
    {
        int count = Code.CountOperands(user);
        for (uint i = 0; i < count; i++)
        {
            nint global = Values.AsGlobal(Code.GetOperand(user, i));
            if (global != 0 && Values.GetModule(global) != module && Text.NameOf(global) is { Length: > 0 } name)
            {
                if (!declared.TryGetValue(name, out nint own))
                {
                    declared.Add(name, own = Declare(module, global, name));
                }

                Code.SetOperand(user, i, own);
            }
        }
    }

    /// <summary>A function, also behind an alias; 0 where there is none.</summary>
    internal static nint FunctionOf(nint global)
    {
        nint alias = Values.AsAlias(global);
        return Values.AsFunction(alias == 0 ? global : Values.GetAliasee(alias));
    }

    // Some change the meaning of calls: of setjmp, of arguments in memory.
    private static void CopyAttributes(nint from, nint to, nint type)
    {
        Copy(OfFunction);
        uint count = Code.CountParameters(type);
        for (uint index = 0; index <= count; index++)
        {
            Copy(index);
        }

        void Copy(uint index)
        {
            var attributes = new nint[Code.CountAttributes(from, index)];
            Code.GetAttributes(from, index, attributes);
            foreach (nint attribute in attributes)
            {
                Code.AddAttribute(to, index, attribute);
            }
        }
    }
}
