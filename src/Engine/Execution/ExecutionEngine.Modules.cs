using System.Text;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    /// <summary>Removes modules and frees their memory: their finalisers run, their names mean again what they meant before.</summary>
    /// <param name="modules">Those that refer to each other in a circle together.</param>
    /// <exception cref="InvalidOperationException">Something that stays refers to one of them, or initialisers of one are running; the message names it.</exception>
    public void Remove(params ReadOnlySpan<ProgramModule> modules)
    {
        var images = new HashSet<LoadedImage>();
        var removed = new HashSet<ProgramModule>();
        _ = _functions.Epoch.Collect();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            foreach (ProgramModule module in modules)
            {
                if (module.IsRemoved)
                {
                    continue;
                }

                if (module.Operation is not null)
                {
                    throw new InvalidOperationException($"{module.Name} is being initialised.");
                }

                removed.Add(module);
                _ = module.Image is { } image && images.Add(image);
            }

            ThrowIfInUse(removed, images);
            foreach (ProgramModule module in removed)
            {
                _index.Remove(module);
                _ = _linked.Remove(module);
                module.IsRemoved = true;
                Unfile(module);
            }
        }

        DisposeImages(images);
        foreach (ProgramModule module in removed)
        {
            module.Forget();
            module.Image = null;
        }
    }

    private void ThrowIfInUse(HashSet<ProgramModule> removed, HashSet<LoadedImage> images)
    {
        foreach (ProgramModule module in _linked)
        {
            if (images.Contains(module.Image!) && !removed.Contains(module))
            {
                throw new InvalidOperationException($"{removed.First(r => r.Image == module.Image).Name} and {module.Name} refer to each other: remove them together.");
            }
        }

        foreach (LoadedImage image in images)
        {
            string[] users = [.. _linker.UsersOf(image).Where(user => !images.Contains(user) && !user.IsRetired).Select(user => user.Name)];
            if (users.Length > 0)
            {
                throw new InvalidOperationException($"{image.Name} is in use by {string.Join(", ", users)}: remove those first.");
            }
        }
    }

    // Those that others refer to come last. One that a handle of the client's keeps stays, and so do those that it uses, and those that replaced code uses which only waits for leases.
    private static void DisposeImages(HashSet<LoadedImage> images)
    {
        while (images.Count > 0)
        {
            LoadedImage free = images.First(image => !images.Any(other => other != image && other.Dependencies.Contains(image)));
            free.Abandon();
            _ = images.Remove(free);
        }
    }

    private void Unfile(ProgramModule module)
    {
        foreach ((Archive archive, Dictionary<int, ProgramModule> members) in _libraries)
        {
            if (module.Library == archive)
            {
                _ = members.Remove(members.First(m => m.Value == module).Key);
            }
        }
    }

    /// <summary>The module that defines a name, for the client, and the name as the object has it.</summary>
    private (ProgramModule Module, byte[] Name)? FindModule(byte[] name)
    {
        byte[] underscored = [(byte)'_', .. name];
        while (true)
        {
            ProgramModule? toCompile;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                (ProgramModule Module, byte[] Name)? found = _index.Find(name, null) is { } definer ? (definer.Module, name)
                    : _index.Find(underscored, null) is { Module: var module } ? (module, underscored)
                    : null;

                // What only says that it defines the name is asked first.
                toCompile = found is { Module: { IsFiledByObject: false, IsLinked: false } claims } ? claims : found is null && _index.Unknown.Count > 0 ? _index.Unknown[^1] : null;
                if (toCompile is null)
                {
                    return found ?? (FindMember(name) is { } member ? (member, name) : FindMember(underscored) is { } other ? (other, underscored) : null);
                }
            }

            Compile([toCompile]);
        }
    }

    private ProgramModule? FindMember(ReadOnlySpan<byte> name)
    {
        foreach ((Archive archive, Dictionary<int, ProgramModule> members) in _libraries)
        {
            if (archive.TryFind(name, out int index))
            {
                if (!members.TryGetValue(index, out ProgramModule? member))
                {
                    string title = $"{archive.FileName}({archive.NameOf(index)})";
                    members.Add(index, member = new ProgramModule(new ObjectModule(archive.BytesOf(index), title), null, 0, archive));
                }

                return member;
            }
        }

        return null;
    }

    /// <summary>Compiles modules without holding up others, and files what they define.</summary>
    private void Compile(ReadOnlySpan<ProgramModule> modules)
    {
        foreach (ProgramModule module in modules)
        {
            module.Compile();
            lock (_gate)
            {
                if (!module.IsRemoved && !module.IsAlone && module.Graph is not null)
                {
                    _index.AddObject(module);
                }
            }
        }
    }
}
