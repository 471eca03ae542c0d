namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    private void LinkVersion(ProgramModule module, ProgramFunction[] functions, bool isFirst)
    {
        VersionCode? code = null;
        nint[] addresses = [];
        module.OnLinked = image =>
        {
            addresses = Array.ConvertAll(functions, f => image.TryGetAddress(f.Name, out nint address) ? address : throw new KeyNotFoundException($"{module.Name} does not define '{f.Name}'."));
            code = isFirst ? Publish(image, functions, addresses, isFirst) : null;
        };
        module.OnUnlinking = () =>
        {
            TakeBack(functions, code);
            code = null;
        };
        try
        {
            Link(module, []);
            code = isFirst ? code : Publish(module.Image!, functions, addresses, isFirst);
        }
        catch
        {
            TakeBack(functions, code);
            module.Image?.Dispose();
            throw;
        }

        if (code is null)
        {
            // Somebody has given the functions another version meanwhile.
            module.Image!.Dispose();
        }

        if (!isFirst)
        {
            _ = _functions.Epoch.Collect();
        }
    }

    private VersionCode? Publish(LoadedImage image, ProgramFunction[] functions, nint[] addresses, bool isFirst)
    {
        lock (_functions.Gate)
        {
            Array.ForEach(functions, f => f.ThrowIfGone());
            int users = functions.Count(f => !isFirst || f.Current is null);
            VersionCode? code = users == 0 ? null : new VersionCode(image, users);
            for (int i = 0; i < functions.Length; i++)
            {
                if (!isFirst || functions[i].Current is null)
                {
                    _ = functions[i].Push(addresses[i], code);
                }
            }

            return code;
        }
    }

    private void TakeBack(ProgramFunction[] functions, VersionCode? code)
    {
        if (code is not null)
        {
            lock (_functions.Gate)
            {
                Array.ForEach(functions, f => f.TakeBack(code));
            }
        }
    }
}
