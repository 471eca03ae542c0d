using System.Runtime.InteropServices;
using Linker.Bench.Inputs;
using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Contenders;

/// <summary>One of LLVM's linkers without ORC: read, link, one symbol looked up, memory given back.</summary>
internal sealed unsafe class DirectPeer : IContender
{
    private readonly DirectLibrary _library;
    private readonly Input _input;
    private readonly nint _peer;
    private readonly DirectObject[] _objects;
    private readonly ulong[] _addresses;

    /// <param name="library">The linkers.</param>
    /// <param name="linker">Which of them.</param>
    /// <param name="isReusingMemory">Whether it gets memory that is mapped once for all rounds, instead of taking some from the system in each.</param>
    /// <param name="input">What is linked.</param>
    internal DirectPeer(DirectLibrary library, LlvmLinker linker, bool isReusingMemory, Input input)
    {
        _library = library;
        _input = input;
        Name = isReusingMemory ? $"{linker} direct, memory reused" : $"{linker} direct";
        _peer = library.Create(linker == LlvmLinker.JITLink ? 1 : 0, isReusingMemory ? 1 : 0, Neighbourhood.External);
        _objects = [.. input.Objects.Select(o => new DirectObject { Bytes = o.Address, Size = (nuint)o.Size, Name = o.NameAddress, Entry = o.EntryAddress })];
        _addresses = new ulong[_objects.Length];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Round()
    {
        LinkAll();
        RemoveAll();
    }

    /// <inheritdoc/>
    public void Check()
    {
        LinkAll();
        for (int i = 0; i < _addresses.Length; i++)
        {
            if (_input.Objects[i].Entry is not null)
            {
                EntryCheck.Of(Name, _input.Objects[i], _addresses[i]);
            }
        }

        RemoveAll();
    }

    /// <inheritdoc/>
    public void Dispose() => _library.Dispose(_peer);

    private void LinkAll()
    {
        int objectsPerLink = _objects.Length / _input.LinkCount;
        fixed (DirectObject* objects = _objects)
        fixed (ulong* addresses = _addresses)
        {
            for (int i = 0; i < _objects.Length; i += objectsPerLink)
            {
                if (_library.Link(_peer, objects + i, (nuint)objectsPerLink, _input.IsChain ? 1 : 0, addresses + i) == 0)
                {
                    string message = Marshal.PtrToStringUTF8(_library.Error(_peer)) ?? "";
                    Remove(i / objectsPerLink);
                    throw new LlvmException("linking", message);
                }
            }
        }
    }

    private void RemoveAll() => Remove(_input.LinkCount);

    private void Remove(int linkCount)
    {
        for (int i = 0; i < linkCount; i++)
        {
            _library.RemoveLast(_peer);
        }
    }
}
