using System.Text;
using Linker.Engine;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>A module cut into its functions, so that each is compiled when it is called first or replaced by itself.</summary>
/// <remarks>
/// <para>The parts are one program with <see cref="Rest"/>, which has the variables and what cannot be cut out: functions with other names, and such whose inner addresses are taken outside of them. What was private to the module is hidden instead, under a
/// name that ends in a digest of the module; constants whose addresses nobody compares go along with every part that uses them.</para>
/// <para>Where the module has constructors, every part refers to the rest, so that they run before it. A module with assembly outside its functions is all rest.</para>
/// </remarks>
/// <example>
/// <code>
/// IrParts parts = IrModule.FromFile("program.bc").Split();
/// engine.Add(parts.Rest);
/// engine.AddLazy(parts.Functions, parts.Get);
/// </code>
/// </example>
public sealed class IrParts
{
    private readonly IrModule _whole;
    private readonly Dictionary<string, string> _names;
    private readonly string? _marker;

    private IrParts(IrModule whole, IrModule rest, Dictionary<string, string> names, string? marker)
    {
        _whole = whole;
        _names = names;
        _marker = marker;
        Rest = rest;
        Functions = [.. names.Keys];
    }

    /// <summary>What is not in a function's part.</summary>
    public IrModule Rest { get; }

    /// <summary>The functions that have parts, by their names in C.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>The part with a function, which is cut out when it is compiled.</summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <exception cref="KeyNotFoundException">It is none of them.</exception>
    public IModule Get(string function) => new Part(this, function, _names[function]);

    internal static IrParts Of(IrModule module)
    {
        if (module.DefinedNames is null)
        {
            return new IrParts(module, module, [], null);
        }

        return Worker.Run(module.Name, () =>
        {
            using OpenModule open = OpenModule.Of(module.Source, module.Name);
            (Workspace workspace, IrHandle code) = (open.Workspace, open.Code);
            if (module.Options.Verify && !module.IsVerified)
            {
                workspace.Verify(code);
            }

            Worker.Stage = CompileStage.Rewrite;
            string suffix = "." + ObjectKey.Of(module.Bitcode.Span, module.Name).ToString()[..16];
            Publish(code.Pointer, suffix);
            IrModule whole = IrModule.From(code, module.Name, module.Options, isVerified: true);

            List<nint> cut = [.. Globals.Functions(code.Pointer).Where(CanBeCut)];
            var names = cut.ToDictionary(Text.NameOf);
            bool hasConstructors = Globals.Variables(code.Pointer).Exists(v => Text.NameOf(v) is "llvm.global_ctors" or "llvm.global_dtors");
            string? marker = hasConstructors ? "linker.rest" + suffix : null;
            if (marker is not null)
            {
                workspace.Link(code, workspace.Parse(Encoding.UTF8.GetBytes($"@{marker} = hidden constant i8 0")));
            }

            cut.ForEach(function => Prototype.Replace(code.Pointer, function));
            return new IrParts(whole, IrModule.From(code, module.Name, module.Options, isVerified: true), names.Keys.ToDictionary(n => n), marker);
        });
    }

    // What parts share has a name that no other module has, and stays whoever uses it.
    private static void Publish(nint module, string suffix)
    {
        int count = 0;
        foreach (nint global in Globals.All(module).Where(g => Values.IsDeclaration(g) == 0))
        {
            if (Values.GetLinkage(global) is Linkage.Internal or Linkage.Private)
            {
                if (!IsPlainConstant(global))
                {
                    Text.SetName(global, (Text.NameOf(global) is { Length: > 0 } name ? name : $"unnamed{++count}") + suffix);
                    Values.SetLinkage(global, Linkage.External);
                    Values.SetVisibility(global, Values.Hidden);
                }
            }
            else if (Values.GetLinkage(global) is Linkage.LinkOnceAny or Linkage.LinkOnceOdr)
            {
                Values.SetLinkage(global, Values.GetLinkage(global) == Linkage.LinkOnceAny ? Linkage.WeakAny : Linkage.WeakOdr);
            }
        }
    }

    private static bool IsPlainConstant(nint global) => Values.AsVariable(global) != 0 && Values.IsConstant(global) != 0 && Values.GetThreadLocalMode(global) == 0 && Values.GetUnnamedAddress(global) != 0;

    private static bool CanBeCut(nint function) =>
        IsOfProgram(function) && !Text.NameOf(function).StartsWith('\u0001')
        && !Globals.Users(function).Exists(user => Values.AsFunction(user) == 0 && Values.AsVariable(user) == 0)
        && !Globals.HasInnerAddressesOutside(function);

    private static bool IsOfProgram(nint global) =>
        Values.IsDeclaration(global) == 0 && Values.GetLinkage(global) is Linkage.External or Linkage.WeakAny or Linkage.WeakOdr or Linkage.Common;

    private byte[] Cut(string name) => Worker.Run(_whole.Name, () =>
    {
        using var workspace = new Workspace(_whole.Name);
        using IrHandle whole = workspace.Open(_whole.Bitcode.Span);
        Worker.Stage = CompileStage.Rewrite;
        nint module = whole.Pointer;
        foreach (nint variable in Globals.Variables(module))
        {
            if (Text.NameOf(variable).StartsWith("llvm.", StringComparison.Ordinal))
            {
                Values.DeleteVariable(variable);
            }
            else if (IsOfProgram(variable))
            {
                Prototype.Replace(module, variable);
            }
        }

        foreach (nint other in Globals.All(module).Where(g => Values.AsVariable(g) == 0 && IsOfProgram(g) && Text.NameOf(g) != name))
        {
            Prototype.Replace(module, other);
        }

        // Bodies are read as they are linked: that of the one function.
        using IrHandle part = workspace.Create();
        workspace.Link(part, whole);
        if (_marker is not null)
        {
            workspace.Link(part, workspace.Parse(Encoding.UTF8.GetBytes(
                $"@{_marker} = external hidden constant i8\n@linker.rest = private constant ptr @{_marker}\n@llvm.compiler.used = appending global [1 x ptr] [ptr @linker.rest], section \"llvm.metadata\"")));
        }

        return Workspace.Write(part.Pointer);
    });

    private sealed class Part(IrParts parts, string function, string name) : IModule
    {
        public string Name => $"{parts._whole.Name}({function})";

        public IReadOnlyCollection<string> DefinedNames { get; } = [IrSymbols.InObject(name, parts._whole.Target.Format)];

        public ObjectKey? Key { get; } = ObjectKey.Of([], parts._whole.Key!.Value.ToString(), name, parts._marker ?? "");

        public ReadOnlyMemory<byte> Compile() =>
            IrModule.FromBitcode(parts.Cut(name), Name, parts._whole.Options).Compile();
    }
}
