using System.Text;
using Linker.Engine;
using Linker.Llvm.Native;
using Linker.Loader;

namespace Linker.Llvm;

/// <summary>A module of LLVM's intermediate code, which an engine compiles when it needs what the module defines.</summary>
/// <remarks>It is bitcode in managed memory, with its options, and never changes. Each compilation has a context of its own, so any number of threads may compile the same module or different ones at the same time, and there is nothing to dispose.</remarks>
/// <example>
/// <code>
/// IrModule module = IrModule.Parse("define i32 @twice(i32 %x) { %y = shl i32 %x, 1 ret i32 %y }");
/// using LoadedImage image = linker.Link(ObjectReader.Read(module.Compile(), module.Name));
/// </code>
/// </example>
public sealed partial class IrModule : IModule
{
    private readonly IrSymbols _symbols;
    private readonly Lazy<ObjectKey> _key;

    private IrModule(string name, CompilerOptions options, IrSource source, IrSymbols symbols, bool isVerified)
    {
        Name = name;
        Options = options;
        Source = source;
        _symbols = symbols;
        IsVerified = isVerified;
        Target = CompileTarget.For(options, symbols.Triple);
        ObjectFormat format = Target.Format;
        DefinedFunctions = [.. symbols.Functions.Select(function => IrSymbols.InObject(function, format))];
        DefinedNames = symbols.HasAssembly ? null : [.. DefinedFunctions, .. symbols.Others.Select(other => IrSymbols.InObject(other, format))];
        _key = new Lazy<ObjectKey>(() => Compiler.KeyOf(Bitcode.Span, Target, Options));
        _declarations = new Lazy<Dictionary<string, string>>(Declare);
    }

    /// <summary>What messages call the module.</summary>
    public string Name { get; }

    /// <summary>What it is compiled for, and how.</summary>
    public CompilerOptions Options { get; }

    /// <summary>The module as bitcode.</summary>
    public ReadOnlyMemory<byte> Bitcode => Source.Bitcode;

    /// <summary>The target, in LLVM's spelling: that of the options, or the module's own, or the system's.</summary>
    public string Triple => Target.Triple;

    /// <summary>What the object will define for others, as spelled there. Not among them is what may be left out of an object where nobody uses it (<c>linkonce</c>), and <see langword="null"/> stands for the names of a module with assembly outside its functions, which may define anything.</summary>
    public IReadOnlyCollection<string>? DefinedNames { get; }

    /// <summary>The functions among the names that the object will define, as spelled there.</summary>
    public IReadOnlyCollection<string> DefinedFunctions { get; }

    /// <summary>The bitcode, the target, the processor and its features, the options, the libraries and LLVM's version; the module's name is not in it.</summary>
    public ObjectKey? Key => _key.Value;

    /// <summary>What it was read from.</summary>
    internal IrSource Source { get; }

    internal CompileTarget Target { get; }

    internal bool IsVerified { get; }

    /// <summary>A module from LLVM's language as text, checked at once unless the options say otherwise.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call the module.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <param name="uses">Modules whose names the text may use without declaring them.</param>
    /// <exception cref="IrException">The text breaks the rules of the language; the exception has line and column where LLVM tells them.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static IrModule Parse(string text, string name = "module", CompilerOptions? options = null, IEnumerable<IrModule>? uses = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        return Parse(text, name, options, uses is null ? null : () => uses.SelectMany(m => m.Declarations));
    }

    /// <summary>A module from bitcode. Only its tables are read for now; bodies are read and checked when it is compiled.</summary>
    /// <param name="bitcode">The bytes, which must not change.</param>
    /// <param name="name">What messages call the module.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <remarks>LLVM's reader is made for what LLVM wrote: bytes that somebody made in order to harm it may. Bitcode of strangers is code of strangers anyway.</remarks>
    /// <exception cref="IrException">The bytes are no bitcode, or of a version that this LLVM does not read.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static IrModule FromBitcode(ReadOnlyMemory<byte> bitcode, string name, CompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Worker.Run(name, () =>
        {
            using var workspace = new Workspace(name);
            using IrHandle module = workspace.Open(bitcode.Span);
            return new IrModule(name, options ?? CompilerOptions.Default, IrSource.OfBitcode(bitcode), IrSymbols.Of(module), isVerified: false);
        });
    }

    /// <summary>A module from a file with bitcode or text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <exception cref="IrException">The file has neither.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static IrModule FromFile(string path, CompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FromBytes(File.ReadAllBytes(path), path, options);
    }

    /// <summary>A module from what a file has: bitcode or text.</summary>
    /// <param name="file">The bytes, which must not change.</param>
    /// <param name="name">What messages call the module.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <exception cref="IrException">They are neither.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static IrModule FromBytes(ReadOnlyMemory<byte> file, string name, CompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool isBitcode = file.Span.StartsWith((ReadOnlySpan<byte>)[0x42, 0x43, 0xC0, 0xDE]) || file.Span.StartsWith((ReadOnlySpan<byte>)[0xDE, 0xC0, 0x17, 0x0B]);
        return isBitcode ? FromBitcode(file, name, options) : Load(name, options, file);
    }

    /// <summary>A module that was built with another binding of the same libLLVM: pass LLVMSharp's <c>module.Handle</c>. It is copied; the original stays the caller's, who may change it, compile it or dispose it afterwards.</summary>
    /// <param name="module">An <c>LLVMModuleRef</c>, which no other thread works with until this returns.</param>
    /// <param name="name">What messages call the module; <see langword="null"/> takes the module's own name.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <remarks>The other binding has to use the library that <see cref="Compiler.LibraryPath"/> names. Functions and variables of other modules that instructions of this one use as operands are declared in the copy.</remarks>
    /// <exception cref="IrException">The module breaks the rules of the language.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static IrModule FromHandle(nint module, string? name = null, CompilerOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(module);
        options ??= CompilerOptions.Default;
        return Worker.Run(name ?? "module", () =>
        {
            string called = name ?? Text.Of(Core.GetModuleIdentifier(module, out nuint length), length);
            byte[] bitcode = options.Verify ? Checked(module, called) : Workspace.Write(module);
            using var workspace = new Workspace(called);
            using IrHandle copy = workspace.Open(bitcode);
            return new IrModule(called, options, IrSource.OfBitcode(bitcode), IrSymbols.Of(copy), options.Verify);
        });
    }

    /// <summary>The same module with other options.</summary>
    /// <param name="options">What it is compiled for, and how.</param>
    public IrModule With(CompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new IrModule(Name, options, Source, _symbols, IsVerified);
    }

    /// <summary>The bytes of a relocatable object.</summary>
    /// <exception cref="IrException">LLVM refuses.</exception>
    public ReadOnlyMemory<byte> Compile() => Compiler.Compile(this);

    /// <summary>The machine code as assembly.</summary>
    /// <exception cref="IrException">LLVM refuses.</exception>
    public string ToAssembly() => Encoding.UTF8.GetString(Compiler.Emit(this, TargetMachine.AssemblyFile));

    /// <summary>The module after its passes, and no more to run.</summary>
    /// <param name="watch">Sees the module before the first pass and after each: the elements of <see cref="CompilerOptions.Pipeline"/> run one after the other then, and what stands for many, as <c>default&lt;O2&gt;</c>, is one.</param>
    /// <exception cref="IrException">LLVM refuses.</exception>
    public IrModule Optimize(Action<PassSnapshot>? watch = null) => Compiler.Optimize(this, watch);

    /// <summary>The module as text.</summary>
    /// <exception cref="IrException">Its bitcode is damaged.</exception>
    public string ToText() => Worker.Run(Name, () =>
    {
        using OpenModule module = OpenModule.Of(Source, Name);
        return Text.Take(Core.PrintModuleToString(module.Code.Pointer));
    });

    /// <summary>A module that was read or made in a workspace.</summary>
    internal static IrModule From(IrHandle module, string name, CompilerOptions options, bool isVerified) =>
        new(name, options, IrSource.OfBitcode(Workspace.Write(module.Pointer)), IrSymbols.Of(module), isVerified);

    internal static IrModule Parse(string text, string name, CompilerOptions? options, Func<IEnumerable<KeyValuePair<string, string>>>? known)
    {
        try
        {
            return Load(name, options, Encoding.UTF8.GetBytes(text));
        }
        catch (IrException error) when (known is not null && Prototypes.AreMissing(error))
        {
            string declarations = Prototypes.For(text, known());
            if (declarations.Length == 0)
            {
                throw;
            }

            // Behind the text, whose lines keep their numbers so.
            return Load(name, options, Encoding.UTF8.GetBytes($"{text}\n{declarations}"));
        }
    }

    // Modules that refer to each other break a rule; a copy that declares what it uses does not.
    private static byte[] Checked(nint module, string name)
    {
        try
        {
            Workspace.Verify(module, name);
            return Workspace.Write(module);
        }
        catch (IrException)
        {
            using IrHandle copy = Core.CloneModule(module);
            Prototype.Complete(copy.Pointer);
            Workspace.Verify(copy.Pointer, name);
            return Workspace.Write(copy.Pointer);
        }
    }

    private static IrModule Load(string name, CompilerOptions? options, ReadOnlyMemory<byte> text)
    {
        options ??= CompilerOptions.Default;
        return Worker.Run(name, () =>
        {
            using OpenModule module = OpenModule.Of(IrSource.OfText(text, name), name);
            if (options.Verify)
            {
                module.Workspace.Verify(module.Code);
            }

            var read = new IrModule(name, options, module.Source, IrSymbols.Of(module.Code), options.Verify);
            module.Keep();
            return read;
        });
    }
}
