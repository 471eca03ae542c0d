using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Measure;

/// <summary>LLVM's linkers, of every version that was asked for and is there.</summary>
internal sealed class Peers : IDisposable
{
    private readonly List<OrcSession> _sessions = [];

    /// <param name="majors">LLVM's versions.</param>
    internal Peers(IEnumerable<int> majors)
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
    }

    internal IReadOnlyList<OrcSession> Sessions => _sessions;

    internal List<string> Versions { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => _sessions.ForEach(session => session.Dispose());
}
