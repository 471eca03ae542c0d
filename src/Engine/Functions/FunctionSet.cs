using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Functions that were added together: they share an image of stubs, and go together.</summary>
internal sealed class FunctionSet : IStubOwner, IDisposable
{
    /// <summary>Makes stubs that lead to who makes the functions.</summary>
    internal FunctionSet(
        ExecutionEngine engine, RuntimeLinker linker, FunctionIndex index, IReadOnlyList<string> names, FunctionOptions options, Func<ProgramFunction, nint> make, Placement? placement)
    {
        Engine = engine;
        Index = index;
        Options = options;
        Stubs = StubImage.For(linker, names, [0], placement: placement);
        Functions = [.. names.Select((name, i) => new ProgramFunction(this, i, name))];
        try
        {
            Lazy = new LazyFunctions(linker, Stubs, i => make(Functions[i]), options.OnFailure, placement, () => engine.IsLinkingHere);
            Stubs.Image.StubOwner = this;
        }
        catch
        {
            Stubs.Dispose();
            throw;
        }
    }

    internal ExecutionEngine Engine { get; }

    internal FunctionIndex Index { get; }

    internal FunctionOptions Options { get; }

    internal StubImage Stubs { get; }

    internal ProgramFunction[] Functions { get; }

    /// <summary>Who makes the functions.</summary>
    internal LazyFunctions Lazy { get; }

    /// <summary>Under the index's gate.</summary>
    internal bool IsRemoved { get; set; }

    /// <summary>Lets the stubs go. What is linked to them keeps them for as long as it stays.</summary>
    public void Dispose() => Stubs.Image.Abandon();

    /// <summary>The images of the current versions, and the entries of what is not made.</summary>
    IEnumerable<LoadedImage> IStubOwner.LeadsTo
    {
        get
        {
            lock (Index.Gate)
            {
                return [Lazy.Image, .. Functions.Select(f => f.Current?.Image).OfType<LoadedImage>().Distinct()];
            }
        }
    }

    void IStubOwner.Forget() => Lazy.Dispose();
}
