using Linker.Llvm.Native;

namespace Linker.Llvm;

public sealed partial class IrModule
{
    private readonly Lazy<Dictionary<string, string>> _declarations;

    /// <summary>Declarations of what the module defines, as text, by name.</summary>
    internal IReadOnlyDictionary<string, string> Declarations => _declarations.Value;

    /// <summary>One module with all that several define, with the options of the first; names of which there may be one only are theirs once.</summary>
    /// <param name="name">What messages call the new module.</param>
    /// <param name="modules">At least one.</param>
    /// <exception cref="IrException">Two define the same name, or they are for different machines.</exception>
    public static IrModule Merge(string name, params IrModule[] modules)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentOutOfRangeException.ThrowIfZero(modules.Length, nameof(modules));
        return Worker.Run(name, () =>
        {
            using OpenModule whole = OpenModule.Of(modules[0].Source, name);
            foreach (IrModule module in modules[1..])
            {
                ThrowIfForeign(name, modules[0], module);
                whole.Workspace.Link(whole.Code, module.Source.Read(whole.Workspace));
            }

            whole.Workspace.Verify(whole.Code);
            return From(whole.Code, name, modules[0].Options, isVerified: true);
        });
    }

    /// <summary>The module with what it uses of libraries in sight, to be inlined where that pays.</summary>
    /// <param name="libraries">Libraries, which have to be linked for what is not inlined.</param>
    /// <exception cref="IrException">A library is for another machine, or does not fit together with the module.</exception>
    public IrModule With(params IrLibrary[] libraries)
    {
        ArgumentNullException.ThrowIfNull(libraries);
        return Worker.Run(Name, () =>
        {
            using OpenModule whole = OpenModule.Of(Source, Name);
            foreach (IrLibrary library in libraries)
            {
                library.ThrowIfForeignTo(this);
                whole.Workspace.Link(whole.Code, whole.Workspace.Open(library.Bitcode.Span));
            }

            whole.Workspace.Verify(whole.Code);
            return From(whole.Code, Name, Options, isVerified: true);
        });
    }

    /// <summary>Cuts the module into its functions.</summary>
    /// <exception cref="IrException">The module breaks the rules of the language.</exception>
    public IrParts Split() => IrParts.Of(this);

    private static void ThrowIfForeign(string name, IrModule first, IrModule other)
    {
        if (!CompileTarget.AreOfOneMachine(first.Triple, other.Triple))
        {
            throw new IrException(name, CompileStage.Link, $"{first.Name} is for {first.Triple}, and {other.Name} for {other.Triple}");
        }
    }

    private Dictionary<string, string> Declare() => Worker.Run(Name, () =>
    {
        using OpenModule module = OpenModule.Of(Source, Name);
        return Prototypes.Of(module.Code);
    });
}
