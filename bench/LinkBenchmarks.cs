using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Bench.Measure;

namespace Linker.Bench;

/// <summary>The same contenders under BenchmarkDotNet, which also says how they spread and what they allocate. In this process, because all have to be in one.</summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
public class LinkBenchmarks : IDisposable
{
    private IContender? _contender;
    private Peers? _peers;

    /// <summary>The inputs' names.</summary>
    public static IEnumerable<string> InputNames => InputFolder.Names.Where(name => Only is null || name.Contains(Only, StringComparison.Ordinal));

    /// <summary>What is linked.</summary>
    [ParamsSource(nameof(InputNames))]
    public string InputName { get; set; } = "";

    internal static InputFolder Folder { get; set; } = new(InputFolder.DefaultPath);

    internal static string? Only { get; set; }

    /// <summary>Prepares this linker.</summary>
    [GlobalSetup(Target = nameof(ThisLinker))]
    public void SetUpThisLinker() => _contender = new OwnLinker(Folder.Input(InputName));

    /// <summary>Prepares RuntimeDyld.</summary>
    [GlobalSetup(Target = nameof(RuntimeDyld))]
    public void SetUpRuntimeDyld() => SetUpPeer(0);

    /// <summary>Prepares JITLink.</summary>
    [GlobalSetup(Target = nameof(JITLink))]
    public void SetUpJITLink() => SetUpPeer(1);

    /// <summary>Prepares copying.</summary>
    [GlobalSetup(Target = nameof(Memcpy))]
    public void SetUpMemcpy() => _contender = new Copying(Folder.Input(InputName), isMapping: false);

    /// <summary>Prepares copying into fresh memory.</summary>
    [GlobalSetup(Target = nameof(MemcpyIntoFreshMemory))]
    public void SetUpMemcpyIntoFreshMemory() => _contender = new Copying(Folder.Input(InputName), isMapping: true);

    /// <summary>Lets everything go.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _contender?.Dispose();
        _peers?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>This linker.</summary>
    [Benchmark(Baseline = true)]
    public void ThisLinker() => _contender!.Round();

    /// <summary>LLVM's RuntimeDyld through ORC.</summary>
    [Benchmark]
    public void RuntimeDyld() => _contender!.Round();

    /// <summary>LLVM's JITLink through ORC.</summary>
    [Benchmark]
    public void JITLink() => _contender!.Round();

    /// <summary>Copying into memory that is there.</summary>
    [Benchmark]
    public void Memcpy() => _contender!.Round();

    /// <summary>Copying, with the memory taken and given back.</summary>
    [Benchmark]
    public void MemcpyIntoFreshMemory() => _contender!.Round();

    private void SetUpPeer(int index)
    {
        _peers = new Peers([22], Folder.DirectLibraryPath);
        _contender = new OrcPeer(_peers.Sessions[index], Folder.Input(InputName));
        _contender.Check();
    }

    /// <summary>One job in this process.</summary>
    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
