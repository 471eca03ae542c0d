using Linker.Engine.Host;

namespace Linker.Engine;

public sealed unsafe partial class LoadedImage
{
    /// <summary>Runs the initialisers, once; later calls do nothing.</summary>
    /// <param name="arguments">What the program is told as argv; empty by default.</param>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    /// <exception cref="InitializerException">An initialiser refuses; the image is disposed.</exception>
    public void Initialize(params ReadOnlySpan<string> arguments)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfElsewhere();
        using var block = new ArgumentBlock(arguments);
        InitializeOnce(block);
    }

    /// <summary>Calls a <c>main</c> as a C run time does, after the initialisers.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="arguments">argv, the program's name first.</param>
    /// <returns>What it returned.</returns>
    /// <exception cref="KeyNotFoundException">The image exports no such name.</exception>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    /// <exception cref="InitializerException">An initialiser refuses; the image is disposed.</exception>
    public int RunMain(string name, params ReadOnlySpan<string> arguments) => RunMain(name, arguments, null);

    /// <summary>Calls a <c>main</c> as a C run time does, after the initialisers.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="arguments">argv, the program's name first.</param>
    /// <param name="environment">envp, as <c>NAME=value</c>: what <c>main</c> gets as its third parameter. <c>getenv</c> knows the process's own.</param>
    /// <returns>What it returned.</returns>
    /// <exception cref="KeyNotFoundException">The image exports no such name.</exception>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    /// <exception cref="InitializerException">An initialiser refuses; the image is disposed.</exception>
    public int RunMain(string name, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        return RunMain(name, [.. arguments], [.. environment]);
    }

    /// <summary>The same; without an environment of its own, <c>main</c> gets the process's.</summary>
    internal int RunMain(string name, ReadOnlySpan<string> arguments, string[]? environment)
    {
        nint address = GetAddress(name);
        ThrowIfElsewhere();

        // argv and envp stay readable for as long as handlers of the program may look at them: to the end of the process.
        var block = new ArgumentBlock(arguments);
        InitializeOnce(block);
        return ((delegate* unmanaged<int, nint, nint, int>)address)(block.Count, block.Arguments, environment is null ? ArgumentBlock.Environment : new ArgumentBlock(environment).Arguments);
    }

    private void InitializeOnce(ArgumentBlock arguments)
    {
        try
        {
            InitializeForOwner(arguments);
        }
        catch (InitializerException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Marks the image as initialised when there is nothing to run.</summary>
    internal bool InitializeNothing()
    {
        if (!_initializers!.IsEmpty)
        {
            return false;
        }

        _isInitialized = 1;
        return true;
    }

    /// <summary>Runs the initialisers; when one refuses, the image stays for its owner to dispose.</summary>
    /// <exception cref="InitializerException">An initialiser refuses.</exception>
    internal void InitializeForOwner(ArgumentBlock arguments)
    {
        if (Interlocked.Exchange(ref _isInitialized, 1) == 0)
        {
            _initializers!.Run(_dsoHandle, arguments, _tls, Name);
        }
    }
}
