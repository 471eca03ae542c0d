namespace Linker.Engine;

/// <summary>An object file in memory, read when it is needed.</summary>
/// <param name="bytes">The file.</param>
/// <param name="name">What messages call it.</param>
/// <param name="definedNames">What it defines, where that is known.</param>
public sealed class ObjectModule(ReadOnlyMemory<byte> bytes, string name, IReadOnlyCollection<string>? definedNames = null) : IModule
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyCollection<string>? DefinedNames => definedNames;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Compile() => bytes;
}
