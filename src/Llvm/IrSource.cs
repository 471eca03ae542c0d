using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>What a module was read from, and is read from again for each piece of work: text until somebody asks for bitcode, which for a small module takes as long to write as text to read.</summary>
internal sealed class IrSource
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly string _name;
    private readonly Lazy<ReadOnlyMemory<byte>> _bitcode;

    private IrSource(ReadOnlyMemory<byte> text, string name)
    {
        (_text, _name) = (text, name);
        _bitcode = new Lazy<ReadOnlyMemory<byte>>(Write);
    }

    private IrSource(ReadOnlyMemory<byte> bitcode)
    {
        _name = "";
        _bitcode = new Lazy<ReadOnlyMemory<byte>>(bitcode);
    }

    /// <summary>The module as bitcode. From the first time on it is what all read: objects of equal keys, which are keys of bitcode, are equal.</summary>
    internal ReadOnlyMemory<byte> Bitcode => _bitcode.Value;

    /// <summary>Whether the bitcode was asked for.</summary>
    internal bool HasBitcode => _bitcode.IsValueCreated;

    /// <summary>Bytes of what it is read from.</summary>
    internal int Size => HasBitcode ? Bitcode.Length : _text.Length;

    internal static IrSource OfText(ReadOnlyMemory<byte> text, string name) => new(text, name);

    internal static IrSource OfBitcode(ReadOnlyMemory<byte> bitcode) => new(bitcode);

    /// <summary>All of the module.</summary>
    internal IrHandle Read(Workspace workspace) => HasBitcode ? workspace.Read(Bitcode.Span) : Parse(workspace);

    private IrHandle Parse(Workspace workspace)
    {
        IrHandle module = workspace.Parse(_text.Span);

        // Text without a name of its source is named by the reader; objects of equal texts are equal.
        if (Text.Of(Core.GetSourceFileName(module.Pointer, out nuint length), length) == _name)
        {
            Core.SetSourceFileName(module.Pointer, [], 0);
        }

        return module;
    }

    private ReadOnlyMemory<byte> Write() => Worker.Run(_name, () =>
    {
        using OpenModule module = OpenModule.Of(this, _name);
        return (ReadOnlyMemory<byte>)Workspace.Write(module.Code.Pointer);
    });
}
