using System.Text;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    /// <summary>Adds functions that are compiled and linked when they are called first, each once, on whichever thread calls; others that call it meanwhile wait.</summary>
    /// <remarks>
    /// <para>The names mean these functions from now on, for what is linked later and for <see cref="GetAddress"/>; they come before the definitions of modules. A function is linked by itself, and may refer to anything in the program.</para>
    /// <para>A call must be one that may come back to managed code: not one that suppresses the transition of the garbage collector. A failed attempt is told to the calls that wait for it (<see cref="FunctionOptions.OnFailure"/>), and the next call tries
    /// again. While the initialisers of a function's object run, calls reach the function already. A resolver (IFUNC) that calls the function in the middle of a link does not wait for another thread that makes it: it makes it too, and what comes second is thrown away.</para>
    /// <para>To compile a program function by function, give the names of its functions here, and a module for each on demand; what they share, variables above all, is in a module that is added.</para>
    /// </remarks>
    /// <param name="names">As in the object; for Mach-O as in C, without the underscore. Each once.</param>
    /// <param name="make">Gives the module whose object defines a name. Called on any thread, for different names at the same time. May throw.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>The functions, in the order of their names. They share memory, and can only be removed together.</returns>
    /// <exception cref="ArgumentException">A name is a function's already.</exception>
    public IReadOnlyList<ProgramFunction> AddLazy(IReadOnlyList<string> names, Func<string, IModule> make, FunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        return AddSet(names, options, Make).Functions;

        nint Make(ProgramFunction function)
        {
            _ = LinkVersion(Alone(make(function.Name)), [function], isFirst: true);
            return function.Current!.Address;
        }
    }

    /// <summary>Links an object now, and adds some of its functions as ones that may be replaced. See <see cref="ProgramFunction"/> for what that means for the object.</summary>
    /// <remarks>Nobody finds the names before the object is linked; who links to them while its initialisers run waits for these.</remarks>
    /// <param name="names">What the object defines; for Mach-O as in C, without the underscore. Each once.</param>
    /// <param name="graph">The first version of them. It stays the caller's to dispose.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>The functions, in the order of their names. They share memory, and can only be removed together.</returns>
    /// <exception cref="ArgumentException">A name is a function's already.</exception>
    /// <exception cref="KeyNotFoundException">The object does not define a name. All exceptions of <see cref="LinkAlone"/> are possible.</exception>
    public IReadOnlyList<ProgramFunction> AddReplaceable(IReadOnlyList<string> names, LinkGraph graph, FunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return AddReplaceable(names, functions => Alone(graph, functions), options);
    }

    /// <inheritdoc cref="AddReplaceable(IReadOnlyList{string}, LinkGraph, FunctionOptions?)"/>
    /// <param name="names">What the object defines; for Mach-O as in C, without the underscore. Each once.</param>
    /// <param name="module">Is compiled to the first version of them.</param>
    /// <param name="options">What else there is to say.</param>
    public IReadOnlyList<ProgramFunction> AddReplaceable(IReadOnlyList<string> names, IModule module, FunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return AddReplaceable(names, functions => Alone(module, functions), options);
    }

    /// <summary>Links an object, and makes it the next version of functions. Whatever fails, they stay what they are.</summary>
    /// <remarks>The initialisers of the object have run when the first call reaches it. Each function changes at once; several change one after the other. What the object defines beside them is its own.</remarks>
    /// <param name="graph">Defines all of them. It stays the caller's to dispose.</param>
    /// <param name="functions">At least one.</param>
    /// <exception cref="KeyNotFoundException">The object does not define one of them. All exceptions of <see cref="LinkAlone"/> are possible.</exception>
    /// <exception cref="InvalidOperationException">One was removed.</exception>
    public void Replace(LinkGraph graph, params ReadOnlySpan<ProgramFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ThrowIfForeign(functions);
        _ = LinkVersion(Alone(graph), functions.ToArray(), isFirst: false);
    }

    /// <inheritdoc cref="Replace(LinkGraph, ReadOnlySpan{ProgramFunction})"/>
    /// <param name="module">Its object defines all of them.</param>
    /// <param name="functions">At least one.</param>
    public void Replace(IModule module, params ReadOnlySpan<ProgramFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(module);
        ThrowIfForeign(functions);
        _ = LinkVersion(Alone(module), functions.ToArray(), isFirst: false);
    }

    /// <summary>Removes functions and frees their memory, when no lease keeps it: the names mean again what they meant before.</summary>
    /// <param name="functions">Those that were added together, together; those that call each other too.</param>
    /// <exception cref="InvalidOperationException">Something that stays refers to one of them, or was added with it; the message names it.</exception>
    public void Remove(params ReadOnlySpan<ProgramFunction> functions)
    {
        ThrowIfForeign(functions);
        _ = _functions.Epoch.Collect();
        HashSet<ProgramFunction> removed = [.. functions];
        FunctionSet[] sets;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            sets = [.. removed.Select(f => f.Set).Where(t => !t.IsRemoved).Distinct()];
            ThrowIfInUse(removed, sets);
            lock (_functions.Gate)
            {
                foreach (FunctionSet set in sets)
                {
                    set.IsRemoved = true;
                    Array.ForEach(set.Functions, f => f.Clear());
                }
            }

            Array.ForEach(sets, set => _functions.Remove(set.Functions));
        }

        // Behind the versions, which may use them.
        Array.ForEach(sets, _functions.Epoch.Retire);
        _ = _functions.Epoch.Collect();
    }

    /// <summary>Begins a lease, under which functions may be called whose old versions are freed (<see cref="FunctionOptions.KeptVersions"/>). A few nanoseconds; take it around calls from outside, not around each of them.</summary>
    public CodeLease EnterCode() => _functions.Epoch.Enter();

    /// <summary>Frees replaced code that no lease keeps. Replacing and removing do it too; so this is for who replaces nothing for a while. Waits for nobody.</summary>
    /// <returns>How many images went.</returns>
    public int FreeReplacedCode() => _functions.Epoch.Collect();

    internal static ProgramModule Alone(LinkGraph graph, params ProgramFunction[] brings) => new(graph, long.MaxValue) { IsAlone = true, Brings = brings };

    internal ProgramModule Alone(IModule module, params ProgramFunction[] brings) => new(module, _options.Cache, long.MaxValue) { IsAlone = true, Brings = brings };

    // All of them are there with their first version, or none of them.
    private ProgramFunction[] AddReplaceable(IReadOnlyList<string> names, Func<ProgramFunction[], ProgramModule> first, FunctionOptions? options)
    {
        string[] all = Checked(names);
        lock (_gate)
        {
            ThrowIfTaken(all);
        }

        var set = new FunctionSet(
            this, _linker, _functions, all, options ?? FunctionOptions.Default, _ => throw new InvalidOperationException("its first version is being linked, or was refused"), _options.Placement);
        try
        {
            _ = LinkVersion(first(set.Functions), set.Functions, isFirst: true);
            return set.Functions;
        }
        catch
        {
            // What the object's own initialisers have linked to them, before one refused, keeps the stubs for as long as it stays.
            lock (_functions.Gate)
            {
                set.IsRemoved = true;
            }

            set.Dispose();
            throw;
        }
    }

    private static string[] Checked(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        string[] all = [.. names];
        Array.ForEach(all, name => ArgumentException.ThrowIfNullOrEmpty(name, nameof(names)));
        return all.Distinct().Count() == all.Length ? all : throw new ArgumentException("A name stands there twice.", nameof(names));
    }

    private FunctionSet AddSet(IReadOnlyList<string> names, FunctionOptions? options, Func<ProgramFunction, nint> make)
    {
        string[] all = Checked(names);
        lock (_gate)
        {
            ThrowIfTaken(all);
            var set = new FunctionSet(this, _linker, _functions, all, options ?? FunctionOptions.Default, make, _options.Placement);
            _functions.Add(set.Functions);
            return set;
        }
    }

    private void ThrowIfTaken(string[] names)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Array.Find(names, name => _functions.Find(Encoding.UTF8.GetBytes(name)) is not null) is { } taken)
        {
            throw new ArgumentException($"'{taken}' is a function already; replace or remove that.", nameof(names));
        }
    }

    /// <summary>Links a module, and makes it the next version of functions; the first, if another one has not come meanwhile.</summary>
    /// <returns>The version of each; <see langword="null"/> where another one has come.</returns>
    internal FunctionVersion?[] LinkVersion(ProgramModule module, ProgramFunction[] functions, bool isFirst)
    {
        FunctionVersion?[] versions = [];
        nint[] addresses = [];
        module.OnLinked = image =>
        {
            addresses = Array.ConvertAll(functions, f => image.TryGetAddress(f.Name, out nint address) ? address : throw new KeyNotFoundException($"{module.Name} does not define '{f.Name}'."));
            versions = isFirst ? Publish(image, functions, addresses, isFirst) : [];
        };
        module.OnUndone = () => TakeBack(functions, versions);
        Link(module, []);
        LoadedImage image = module.Image!;
        try
        {
            versions = isFirst ? versions : Publish(image, functions, addresses, isFirst);
        }
        catch
        {
            image.Dispose();
            throw;
        }

        if (Array.TrueForAll(versions, v => v is null))
        {
            // Somebody has given the functions another version meanwhile.
            image.Dispose();
        }

        if (!isFirst)
        {
            _ = _functions.Epoch.Collect();
        }

        return versions;
    }

    private FunctionVersion?[] Publish(LoadedImage image, ProgramFunction[] functions, nint[] addresses, bool isFirst)
    {
        lock (_functions.Gate)
        {
            int users = 0;
            foreach (ProgramFunction function in functions)
            {
                function.ThrowIfGone();
                users += !isFirst || function.Current is null ? 1 : 0;
            }

            var code = new VersionCode(image, users);
            var versions = new FunctionVersion?[functions.Length];
            for (int i = 0; i < functions.Length; i++)
            {
                versions[i] = !isFirst || functions[i].Current is null ? functions[i].Push(addresses[i], code) : null;
            }

            return versions;
        }
    }

    private void TakeBack(ProgramFunction[] functions, FunctionVersion?[] versions)
    {
        lock (_functions.Gate)
        {
            for (int i = 0; i < versions.Length; i++)
            {
                functions[i].TakeBack(versions[i]);
            }
        }
    }

    private void ThrowIfInUse(HashSet<ProgramFunction> removed, FunctionSet[] sets)
    {
        if (sets.SelectMany(t => t.Functions).FirstOrDefault(f => !removed.Contains(f)) is { } left)
        {
            throw new InvalidOperationException($"'{removed.First(f => f.Set == left.Set).Name}' and '{left.Name}' were added together: remove them together.");
        }

        HashSet<LoadedImage> own = [.. sets.SelectMany(t => t.Functions).SelectMany(f => f.Versions).Select(v => v.Image).OfType<LoadedImage>()];
        foreach (FunctionSet set in sets)
        {
            string[] users = [.. _linker.UsersOf(set.Stubs.Image).Where(user => !own.Contains(user) && !user.IsRetired).Select(user => user.Name)];
            if (users.Length > 0)
            {
                throw new InvalidOperationException($"The {set.Stubs.Image.Name} is in use by {string.Join(", ", users)}: remove those first.");
            }
        }
    }

    private void ThrowIfForeign(ReadOnlySpan<ProgramFunction> functions)
    {
        ArgumentOutOfRangeException.ThrowIfZero(functions.Length, nameof(functions));
        foreach (ProgramFunction function in functions)
        {
            if (function.Set.Engine != this)
            {
                throw new ArgumentException($"'{function.Name}' is a function of another engine.", nameof(functions));
            }
        }
    }

    private ProgramFunction? FindFunction(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _functions.Find(name);
        }
    }
}
