using System.Runtime.InteropServices;
using Linker.Bench.Inputs;
using Linker.Bench.Llvm;

namespace Linker.Bench.Contenders;

/// <summary>One of LLVM's linkers through ORC: objects are added to a resource tracker, names looked up, the tracker removed.</summary>
internal sealed unsafe class OrcPeer : IContender
{
    private static int _dylibCount;

    private readonly OrcSession _session;
    private readonly LlvmLibrary _llvm;
    private readonly Input _input;
    private readonly nint _dylib;
    private readonly OrcQuery[] _queries;
    private readonly Dictionary<nint, ulong> _found = [];
    private readonly nint[] _trackers;
    private readonly List<nint> _kept = [];
    private readonly GCHandle _handle;
    private string? _failure;
    private bool _isAnswered;
    private bool _isRemembering;

    internal OrcPeer(OrcSession session, Input input)
    {
        _session = session;
        _llvm = session.Library;
        _input = input;
        _dylib = session.CreateDylib($"{input.Name} {Interlocked.Increment(ref _dylibCount)}");
        _queries = [.. input.Objects.Select(o => new OrcQuery { Name = o.Entry is { } entry ? session.Intern(entry.Name) : 0 })];
        _trackers = new nint[input.LinkCount];
        _handle = GCHandle.Alloc(this);
    }

    /// <inheritdoc/>
    public string Name => _session.Name;

    /// <inheritdoc/>
    public void Round()
    {
        try
        {
            LinkAll();
        }
        finally
        {
            RemoveAll();
        }
    }

    /// <inheritdoc/>
    public void Check()
    {
        _isRemembering = true;
        try
        {
            LinkAll();
            for (int i = 0; i < _queries.Length; i++)
            {
                if (_queries[i].Name != 0)
                {
                    EntryCheck.Of(Name, _input.Objects[i], _found[_queries[i].Name]);
                }
            }
        }
        finally
        {
            RemoveAll();
            _isRemembering = false;
            _found.Clear();
        }
    }

    /// <summary>Links one object and keeps it; for a chain that grows.</summary>
    internal void Add(ObjectBytes added)
    {
        nint tracker = _llvm.JITDylibCreateResourceTracker(_dylib);
        _session.Add(tracker, added.Address, (nuint)added.Size, added.NameAddress);
        _kept.Add(tracker);
        LookUp([new OrcQuery { Name = _session.Intern(added.Entry!.Name) }]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _kept.Count - 1; i >= 0; i--)
        {
            Remove(_kept[i]);
        }

        _handle.Free();
    }

    private void LinkAll()
    {
        int objectsPerLink = _input.Objects.Count / _trackers.Length;
        for (int i = 0; i < _trackers.Length; i++)
        {
            _trackers[i] = _llvm.JITDylibCreateResourceTracker(_dylib);
            for (int j = i * objectsPerLink; j < (i + 1) * objectsPerLink; j++)
            {
                if (_queries[j].Name != 0)
                {
                    ObjectBytes o = _input.Objects[j];
                    _session.Add(_trackers[i], o.Address, (nuint)o.Size, o.NameAddress);
                }
            }

            LookUp(_queries.AsSpan(i * objectsPerLink, objectsPerLink));
        }
    }

    // ORC links what is asked for, so one name of each object is. Objects without a name cannot be asked for and are left out.
    private void LookUp(ReadOnlySpan<OrcQuery> queries)
    {
        Span<OrcQuery> asked = queries.Length <= 16 ? stackalloc OrcQuery[queries.Length] : new OrcQuery[queries.Length];
        int count = 0;
        foreach (ref readonly OrcQuery query in queries)
        {
            if (query.Name != 0)
            {
                _llvm.RetainSymbolStringPoolEntry(query.Name);
                asked[count++] = query;
            }
        }

        var scope = new OrcScope { Dylib = _dylib, LookupFlags = 1 };
        _isAnswered = false;
        fixed (OrcQuery* first = asked)
        {
            _llvm.ExecutionSessionLookup(_session.Session, 0, &scope, 1, first, (nuint)count, &Answer, GCHandle.ToIntPtr(_handle));
        }

        if (!_isAnswered || _failure is not null)
        {
            string failure = _failure ?? "no answer";
            _failure = null;
            throw _session.Failure("looking up", failure);
        }
    }

    private void RemoveAll()
    {
        for (int i = _trackers.Length - 1; i >= 0; i--)
        {
            if (_trackers[i] != 0)
            {
                Remove(_trackers[i]);
                _trackers[i] = 0;
            }
        }
    }

    private void Remove(nint tracker)
    {
        _llvm.Check(_llvm.ResourceTrackerRemove(tracker), "removing objects");
        _llvm.ReleaseResourceTracker(tracker);
    }

    [UnmanagedCallersOnly]
    private static void Answer(nint error, OrcSymbol* symbols, nuint count, nint context)
    {
        var self = (OrcPeer)GCHandle.FromIntPtr(context).Target!;
        self._isAnswered = true;
        if (error != 0)
        {
            self._failure = self._llvm.MessageOf(error);
        }
        else if (self._isRemembering)
        {
            for (nuint i = 0; i < count; i++)
            {
                self._found[symbols[i].Name] = symbols[i].Address;
            }
        }
    }
}
