using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>Code that modules may inline: what a library defines, to be looked into and not to be defined again.</summary>
/// <remarks>
/// <para>The library itself has to be linked for what is not inlined, as an object or as a module of the engine. Variables are the library's own, wherever code that uses them ends up.</para>
/// <para>Not inlined is what may be replaced (<c>weak</c>, <c>linkonce</c> without <c>odr</c>), and what uses something private of which there must be one: variables that may change, functions and constants whose addresses are taken and may be compared.</para>
/// </remarks>
public sealed class IrLibrary
{
    private readonly string _triple;

    /// <summary>Prepares a library, once for any number of modules.</summary>
    /// <param name="module">The library.</param>
    /// <exception cref="IrException">LLVM refuses the module.</exception>
    public IrLibrary(IrModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Name = module.Name;
        _triple = module.Triple;
        Bitcode = Worker.Run(Name, () =>
        {
            using var workspace = new Workspace(Name);
            using IrHandle code = module.Source.Read(workspace);
            if (module.Options.Verify && !module.IsVerified)
            {
                workspace.Verify(code);
            }

            Worker.Stage = CompileStage.Rewrite;
            DeclareAliases(workspace, code.Pointer);
            Prepare(code.Pointer);
            return Workspace.Write(code.Pointer);
        });
    }

    /// <summary>What messages call the library.</summary>
    public string Name { get; }

    internal ReadOnlyMemory<byte> Bitcode { get; }

    internal void ThrowIfForeignTo(IrModule module)
    {
        if (!CompileTarget.AreOfOneMachine(_triple, module.Triple))
        {
            throw new IrException(module.Name, CompileStage.Link, $"{Name} is for {_triple}, and {module.Name} for {module.Triple}");
        }
    }

    // Second names stay with the library. Only a pass can remove them, and it removes what nobody uses too.
    private static void DeclareAliases(Workspace workspace, nint module)
    {
        Core.SetModuleInlineAsm(module, [], 0);
        foreach (nint list in Globals.Variables(module).Where(v => Text.NameOf(v).StartsWith("llvm.", StringComparison.Ordinal)))
        {
            Values.DeleteVariable(list);
        }

        List<nint> aliases = [.. Globals.Aliases(module), .. Globals.IndirectFunctions(module)];
        if (aliases.Count == 0)
        {
            return;
        }

        aliases.ForEach(alias => Prototype.Replace(module, alias));
        foreach (nint global in Globals.All(module).Where(g => Values.GetLinkage(g) is Linkage.LinkOnceAny or Linkage.LinkOnceOdr))
        {
            Values.SetLinkage(global, Values.GetLinkage(global) == Linkage.LinkOnceOdr ? Linkage.WeakOdr : Linkage.WeakAny);
        }

        workspace.Run(module, "globaldce", null, CompileStage.Rewrite);
    }

    private static void Prepare(nint module)
    {
        HashSet<nint> only = SingleOnes(module);
        foreach (nint function in Globals.Functions(module).Where(IsOfOthers))
        {
            if (only.Contains(function) || IsReplaceable(function))
            {
                Prototype.Replace(module, function);
            }
            else
            {
                Lend(function);
            }
        }

        foreach (nint variable in Globals.Variables(module).Where(IsOfOthers))
        {
            if (only.Contains(variable) || IsReplaceable(variable) || Values.IsConstant(variable) == 0)
            {
                Prototype.Replace(module, variable);
            }
            else
            {
                Lend(variable);
            }
        }
    }

    private static void Lend(nint global)
    {
        Values.SetComdat(global, 0);
        Values.SetDllStorage(global, 0);
        Values.SetLinkage(global, Linkage.AvailableExternally);
    }

    // What cannot be copied, because there must be one of it, and what refers to that.
    private static HashSet<nint> SingleOnes(nint module)
    {
        var found = new HashSet<nint>();
        var toFollow = new Queue<nint>();
        foreach (nint global in Globals.All(module).Where(g => IsLocal(g) && Values.IsDeclaration(g) == 0 && Values.GetUnnamedAddress(g) == 0 && !IsPlainCode(g)))
        {
            Add(global);
        }

        foreach (nint variable in Globals.Variables(module).Where(v => IsLocal(v) && Values.IsConstant(v) == 0))
        {
            Add(variable);
        }

        while (toFollow.TryDequeue(out nint global))
        {
            foreach (nint user in Globals.Users(global))
            {
                Add(user);
            }
        }

        return found;

        void Add(nint global)
        {
            // Whoever refers to what others can refer to as well needs no copy of it.
            if (found.Add(global) && IsLocal(global))
            {
                toFollow.Enqueue(global);
            }
        }
    }

    // A function that is called and nothing else may be there twice.
    private static bool IsPlainCode(nint global)
    {
        if (Values.AsFunction(global) == 0)
        {
            return false;
        }

        for (nint use = Code.FirstUse(global); use != 0; use = Code.NextUse(use))
        {
            nint user = Code.GetUser(use), call = Code.AsCall(user) | Code.AsInvoke(user);
            if (call == 0 || Code.GetCalled(call) != global || Enumerable.Range(0, Code.CountOperands(call)).Count(i => Code.GetOperand(call, (uint)i) == global) != 1)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLocal(nint global) => Values.GetLinkage(global) is Linkage.Internal or Linkage.Private;

    private static bool IsOfOthers(nint global) => !IsLocal(global) && Values.IsDeclaration(global) == 0;

    private static bool IsReplaceable(nint global) => Values.GetLinkage(global) is Linkage.WeakAny or Linkage.LinkOnceAny or Linkage.Common or Linkage.ExternalWeak;
}
