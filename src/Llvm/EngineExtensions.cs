using System.Runtime.CompilerServices;
using Linker.Engine;

namespace Linker.Llvm;

/// <summary>LLVM's intermediate code for an <see cref="ExecutionEngine"/>, which knows nothing of LLVM.</summary>
/// <example>
/// <code>
/// using var engine = new ExecutionEngine();
/// engine.AddIr("define i32 @add(i32 %a, i32 %b) { %s = add i32 %a, %b ret i32 %s }");
/// Add add = engine.GetDelegate&lt;Add&gt;("add"); // delegate int Add(int a, int b);
/// </code>
/// </example>
public static class EngineExtensions
{
    private static readonly ConditionalWeakTable<ExecutionEngine, KnownDeclarations> Known = [];

    /// <summary>Adds a module as text, which is compiled when it is needed. It need not declare what modules define that were added by these methods before.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="text">LLVM's language.</param>
    /// <param name="name">What messages call the module.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <exception cref="IrException">The text breaks the rules of the language.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static ProgramModule AddIr(this ExecutionEngine engine, string text, string name = "module", CompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        KnownDeclarations known = Known.GetOrCreateValue(engine);
        return Add(engine, IrModule.Parse(text, name, options, known.All), known);
    }

    /// <summary>Adds a module, which is compiled when it is needed.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="module">The module.</param>
    public static ProgramModule AddIr(this ExecutionEngine engine, IrModule module)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(module);
        return Add(engine, module, Known.GetOrCreateValue(engine));
    }

    /// <summary>Adds a module from a file with bitcode or text, which is compiled when it is needed.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <exception cref="IrException">The file has neither.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static ProgramModule AddIrFile(this ExecutionEngine engine, string path, CompilerOptions? options = null) => AddIr(engine, IrModule.FromFile(path, options));

    /// <summary>Adds a module function by function: each is compiled and linked when it is called first, see <see cref="ExecutionEngine.AddLazy"/> and <see cref="IrModule.Split"/>. What is never called is never compiled.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="module">The module.</param>
    /// <param name="options">What else there is to say of the functions.</param>
    /// <returns>The functions that can be cut out; the others are in a module of the engine.</returns>
    /// <exception cref="IrException">The module breaks the rules of the language.</exception>
    /// <exception cref="ArgumentException">A name is a function's already.</exception>
    public static IReadOnlyList<ProgramFunction> AddIrLazily(this ExecutionEngine engine, IrModule module, FunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(module);
        IrParts parts = module.Split();
        ProgramModule rest = Add(engine, parts.Rest, Known.GetOrCreateValue(engine));
        try
        {
            return parts.Functions.Count == 0 ? [] : engine.AddLazy(parts.Functions, parts.Get, options);
        }
        catch
        {
            engine.Remove(rest);
            throw;
        }
    }

    private static ProgramModule Add(ExecutionEngine engine, IrModule module, KnownDeclarations known)
    {
        ProgramModule added = engine.Add(module);
        known.Add(added, module);
        return added;
    }
}
