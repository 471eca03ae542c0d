using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Measure;

/// <summary>LLVM's linkers, of every version that was asked for and is there.</summary>
internal sealed class Peers : IDisposable
{
    private readonly List<OrcSession> _sessions = [];

    /// <param name="majors">LLVM's versions.</param>
    /// <param name="directLibrary">Where LLVM's linkers without ORC are.</param>
    internal Peers(IEnumerable<int> majors, string directLibrary)
    {
        foreach (int major in majors)
        {
            if (LlvmLibrary.TryLoad(major) is { } library)
            {
                Versions.Add(library.Version);
                _sessions.Add(new OrcSession(library, LlvmLinker.RuntimeDyld, Neighbourhood.External));
                _sessions.Add(new OrcSession(library, LlvmLinker.JITLink, Neighbourhood.External));
            }
            else
            {
                Console.Error.WriteLine($"libLLVM {major} is not there (Debian package libllvm{major}); its linkers are left out");
            }
        }

        Direct = DirectLibrary.TryLoad(directLibrary);
        if (Direct is null)
        {
            Console.Error.WriteLine($"{directLibrary} is not there (inputs.sh builds it with Debian package llvm-22-dev); LLVM's linkers without ORC are left out");
        }
    }

    /// <summary>The linkers without ORC.</summary>
    internal DirectLibrary? Direct { get; }

    internal IReadOnlyList<OrcSession> Sessions => _sessions;

    internal List<string> Versions { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => _sessions.ForEach(session => session.Dispose());
}
