using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

public sealed partial class RuntimeLinker
{
    private void ThrowIfUnusable(LinkGraph[] graphs)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        ArgumentOutOfRangeException.ThrowIfZero(graphs.Length);
        foreach (LinkGraph graph in graphs)
        {
            if (graph.Format != graphs[0].Format)
            {
                throw new ArgumentException($"{graph.FileName} is {graph.Format}, {graphs[0].FileName} is {graphs[0].Format}: objects of one link have one format.", nameof(graphs));
            }

            if (graph.Machine != graphs[0].Machine)
            {
                throw new ArgumentException($"{graph.FileName} is for {graph.Machine}, {graphs[0].FileName} for {graphs[0].Machine}.", nameof(graphs));
            }
        }

        if (_memory.IsInProcess && !HostSystem.OfProcess.Runs(graphs[0].Format))
        {
            throw new PlatformNotSupportedException(
                $"{graphs[0].FileName} is {graphs[0].Format} and cannot run in this process: its code follows the conventions of {NameOf(graphs[0].Format)}; link it for target addresses (a BufferMemoryManager, rtlink link).");
        }

        if (_memory.IsInProcess && graphs[0].Machine != MachineOfProcess)
        {
            throw new PlatformNotSupportedException($"{graphs[0].FileName} is for {graphs[0].Machine} and cannot run in this process, which is {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}; link it for target addresses (a BufferMemoryManager, rtlink link).");
        }
    }

    private static string NameOf(ObjectFormat format) => format switch
    {
        ObjectFormat.Coff => "Windows",
        ObjectFormat.MachO => "Apple's systems, which Linux shares",
        _ => "Linux",
    };

    private void ThrowIfStackIsExecuted(ReadOnlySpan<LinkGraph> graphs)
    {
        List<string>? names = null;
        foreach (LinkGraph graph in graphs)
        {
            if (_memory.IsInProcess && (graph.Features & ObjectFeatures.ExecutableStack) != 0)
            {
                (names ??= []).Add(graph.FileName);
            }
        }

        if (names is not null)
        {
            throw new PlatformNotSupportedException(string.Join('\n', names.Select(name =>
                $"{name}: needs an executable stack, which the threads of this process do not have: it runs code that it writes on the stack; compile without nested functions whose address is taken (-Wtrampolines finds them)")));
        }
    }
}
