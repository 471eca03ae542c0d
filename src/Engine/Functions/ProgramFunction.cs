using Linker.Loader;

namespace Linker.Engine;

/// <summary>A function of an <see cref="ExecutionEngine"/> that has one address for good and whose code may be made at its first call, replaced while it runs, and rolled back.</summary>
/// <remarks>
/// <para>Its address is that of a stub, which jumps to the current version: all that links to the name, whenever, is linked to that, and pointers to the function are equal whatever its version. Replacing is one store: a call goes to the old code or to
/// the new, never to anything else. A call that has begun stays in the version it began in.</para>
/// <para>The object of a version is not part of the program: others see nothing of it but the function. Variables that it defines are its own, new with each version; those that it only declares are the program's, and stay.</para>
/// <para>Inside the version's object the name means the function too, so that recursion reaches a replacement, wherever the object leaves the call to the linker. It does not where the compiler or the assembler has bound it: functions that
/// are inlined, <c>static</c> ones, calls by a local alias (of gcc with <c>-fno-semantic-interposition</c>, of clang without <c>-fsemantic-interposition</c> in <c>-fPIC</c> code), and calls to hidden functions within a section that the assembler itself computed.</para>
/// <para>Safe to use from several threads.</para>
/// </remarks>
public sealed class ProgramFunction
{
    private readonly List<FunctionVersion> _versions = [];
    private readonly FunctionSet _set;
    private readonly int _index;
    private volatile FunctionVersion? _current;
    private int _lastNumber;

    internal ProgramFunction(FunctionSet set, int index, string name)
    {
        _set = set;
        _index = index;
        Name = name;
        Address = set.Stubs.AddressOf(index);
    }

    /// <summary>As in the object; for Mach-O as in C, without the underscore.</summary>
    public string Name { get; }

    /// <summary>What callers call and pointers hold, whichever version is current.</summary>
    public nint Address { get; }

    /// <summary>What the function is now; <see langword="null"/> as long as a lazy function is not made.</summary>
    public FunctionVersion? Current => _current;

    /// <summary>The versions that are kept at this moment, the oldest first.</summary>
    public IReadOnlyList<FunctionVersion> Versions
    {
        get
        {
            lock (_set.Index.Gate)
            {
                return [.. _versions];
            }
        }
    }

    internal FunctionSet Set => _set;

    /// <summary>What links are told of the name.</summary>
    internal SymbolAnswer Answer => SymbolAnswer.At((ulong)Address, SymbolKind.Function) with { Owner = _set.Stubs.Image, ServesHidden = true };

    /// <summary>Makes a lazy function now, or waits for who makes it. Does nothing when it is made.</summary>
    /// <returns>The current version.</returns>
    /// <exception cref="InvalidOperationException">It cannot be made; the inner exception says why.</exception>
    public FunctionVersion Make()
    {
        if (_current is null)
        {
            _ = _set.Lazy.Make(_index);
        }

        return _current!;
    }

    /// <inheritdoc cref="ExecutionEngine.Replace(LinkGraph, ReadOnlySpan{ProgramFunction})"/>
    /// <returns>The new version.</returns>
    public FunctionVersion Replace(LinkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _set.Engine.LinkVersion(ExecutionEngine.Alone(graph), [this], isFirst: false)[0]!;
    }

    /// <inheritdoc cref="ExecutionEngine.Replace(LinkGraph, ReadOnlySpan{ProgramFunction})"/>
    /// <param name="module">Its object defines the function.</param>
    /// <returns>The new version.</returns>
    public FunctionVersion Replace(IModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return _set.Engine.LinkVersion(_set.Engine.Alone(module), [this], isFirst: false)[0]!;
    }

    /// <summary>Makes the function lead to code of the client's.</summary>
    /// <param name="address">Absolute address in this process. It stays the client's.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="ObjectDisposedException">The engine is gone.</exception>
    public FunctionVersion Replace(nint address)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        FunctionVersion version;
        lock (_set.Index.Gate)
        {
            ThrowIfGone();
            version = Push(address, null);
        }

        _ = _set.Index.Epoch.Collect();
        return version;
    }

    /// <summary>Makes a version that is still kept the current one again. It keeps its number; later versions stay, and may be rolled forward to.</summary>
    /// <exception cref="InvalidOperationException">It is not a version of this function, or is not kept any more.</exception>
    /// <exception cref="ObjectDisposedException">The engine is gone.</exception>
    public void RollBack(FunctionVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        lock (_set.Index.Gate)
        {
            ThrowIfGone();
            if (!_versions.Contains(version))
            {
                throw new InvalidOperationException($"Version {version.Number} of '{Name}' is not kept.");
            }

            Lead(version);
        }
    }

    /// <summary>Files a new version and leads calls to it. Under the index's gate.</summary>
    internal FunctionVersion Push(nint address, VersionCode? code)
    {
        var version = new FunctionVersion(++_lastNumber, address, code);
        _versions.Add(version);
        Lead(version);
        while (_versions.Count > (_set.Options.KeptVersions ?? int.MaxValue))
        {
            Forget(_versions[_versions[0] == version ? 1 : 0]);
        }

        return version;
    }

    /// <summary>Takes the first version back: the function is not made, as before. Under the index's gate.</summary>
    internal void TakeBack(FunctionVersion? first)
    {
        if (first is not null && _versions.Remove(first) && _current == first)
        {
            _lastNumber = 0;
            _current = null;
            _set.Stubs.SetTarget(_index, _set.Lazy.EntryOf(_index));
        }
    }

    /// <summary>Forgets all versions. Under the index's gate.</summary>
    internal void Clear()
    {
        while (_versions.Count > 0)
        {
            Forget(_versions[0]);
        }
    }

    internal void ThrowIfGone()
    {
        ObjectDisposedException.ThrowIf(_set.Index.IsClosed, _set.Engine);
        if (_set.IsRemoved)
        {
            throw new InvalidOperationException($"'{Name}' was removed.");
        }
    }

    private void Lead(FunctionVersion version)
    {
        // Calls first: whoever sees the new version calls it, or one after it.
        _set.Stubs.SetTarget(_index, version.Address);
        _current = version;
    }

    private void Forget(FunctionVersion version)
    {
        _ = _versions.Remove(version);
        if (version.Code is { } code && code.Leave())
        {
            code.Image.IsRetired = true;
            _set.Index.Epoch.Retire(code);
        }
    }
}
