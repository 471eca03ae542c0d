using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>A module as LLVM has it in memory, in a context of its own, for one piece of work.</summary>
/// <remarks>A worker keeps the small module that it read last: most often the next piece of work compiles it, and for a function of some lines reading is a tenth of that.</remarks>
internal sealed class OpenModule : IDisposable
{
    private const int LargestKept = 64 << 10;

    private bool _isKept;

    private OpenModule(IrSource source, Workspace workspace, IrHandle code) => (Source, Workspace, Code) = (source, workspace, code);

    /// <summary>What it was read from.</summary>
    internal IrSource Source { get; }

    /// <summary>Its context.</summary>
    internal Workspace Workspace { get; }

    /// <summary>The module, which may be changed.</summary>
    internal IrHandle Code { get; }

    /// <summary>The module that the worker keeps if it is that one and equal to what would be read, otherwise one that is read.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="name">What messages call it.</param>
    internal static OpenModule Of(IrSource source, string name)
    {
        OpenModule? kept = Worker.Current.Kept;
        Worker.Current.Kept = null;
        if (kept is not null)
        {
            if (kept.Source == source && !source.HasBitcode)
            {
                kept._isKept = false;
                return kept;
            }

            kept.Release();
        }

        var workspace = new Workspace(name);
        try
        {
            return new OpenModule(source, workspace, source.Read(workspace));
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Lets the worker have the module for its next piece of work, if it is small: it was read and not changed.</summary>
    internal void Keep() => _isKept = Source.Size <= LargestKept;

    public void Dispose()
    {
        if (_isKept)
        {
            Worker.Current.Kept = this;
        }
        else
        {
            Release();
        }
    }

    /// <summary>Gives it back to LLVM.</summary>
    internal void Release()
    {
        Code.Dispose();
        Workspace.Dispose();
    }
}
