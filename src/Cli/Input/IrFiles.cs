using Linker.Engine;
using Linker.Llvm;

namespace Linker.Cli.Input;

/// <summary>Files with LLVM's intermediate code, which become objects as libLLVM makes them, or as a cache has them.</summary>
/// <param name="options">How they are compiled.</param>
/// <param name="cache">Where objects are kept and looked for; <see langword="null"/> compiles anew.</param>
internal sealed class IrFiles(CompilerOptions options, IObjectCache? cache)
{
    private static readonly byte[] Bitcode = [(byte)'B', (byte)'C', 0xC0, 0xDE];
    private static readonly byte[] WrappedBitcode = [0xDE, 0xC0, 0x17, 0x0B];

    /// <summary>Whether a file has bitcode, or text by its name.</summary>
    internal static bool Has(string path, ReadOnlySpan<byte> file) =>
        file.StartsWith(Bitcode) || file.StartsWith(WrappedBitcode) || path.EndsWith(".ll", StringComparison.OrdinalIgnoreCase);

    /// <summary>The object that a file becomes.</summary>
    /// <exception cref="IrException">LLVM refuses it.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    internal ReadOnlyMemory<byte> Compile(string path, byte[] file)
    {
        if (cache is null)
        {
            return IrModule.FromBytes(file, path, options).Compile();
        }

        // Of the file and not of the module: what is cached is not even read.
        ObjectKey key = Compiler.KeyOf(file, options);
        if (!cache.TryGet(key, out ReadOnlyMemory<byte> compiled))
        {
            compiled = IrModule.FromBytes(file, path, options).Compile();
            cache.Put(key, compiled.Span);
        }

        return compiled;
    }
}
