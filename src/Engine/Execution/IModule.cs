namespace Linker.Engine;

/// <summary>Something that becomes a relocatable object when an engine needs what it defines: a file, intermediate code, a generator.</summary>
/// <remarks>An engine calls <see cref="Compile"/> once, on the thread that needs the module first; a call that throws may be repeated. Several modules may be compiled at the same time.</remarks>
public interface IModule
{
    /// <summary>What messages call the module.</summary>
    string Name => GetType().Name;

    /// <summary>The names that the object will define for others, as they stand in the object. <see langword="null"/> when nobody knows before it is compiled: the engine then compiles it as soon as it looks for a name that no other module is known to define.</summary>
    IReadOnlyCollection<string>? DefinedNames => null;

    /// <summary>What the object's bytes depend on: two modules with equal keys compile to the same object. <see langword="null"/> when the object shall not be cached.</summary>
    ObjectKey? Key => null;

    /// <summary>The bytes of a relocatable object, which stay as they are.</summary>
    ReadOnlyMemory<byte> Compile();
}
