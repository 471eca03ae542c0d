namespace Linker.Engine;

/// <summary>While it lasts, no code is freed that could be reached when it was taken: what a function meant is there until the lease ends, though it may be replaced meanwhile. It belongs to no thread: it may end on another than it began on, and any number may be held at once.</summary>
/// <remarks>It ends once: of copies, one is disposed.</remarks>
public ref struct CodeLease : IDisposable
{
    private readonly int _reader;
    private CodeEpoch? _epoch;

    internal CodeLease(CodeEpoch epoch, int reader)
    {
        _epoch = epoch;
        _reader = reader;
    }

    /// <summary>Ends the lease; again, does nothing.</summary>
    public void Dispose()
    {
        CodeEpoch? epoch = _epoch;
        _epoch = null;
        epoch?.Leave(_reader);
    }
}
