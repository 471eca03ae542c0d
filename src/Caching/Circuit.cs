namespace Linker.Caching;

/// <summary>Whether a server is asked. After some failures in a row it is left alone for a while, then one question finds out whether it is back.</summary>
internal sealed class Circuit(int failures, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _inARow;
    private long _pausedAt;

    /// <summary>Whether to ask now. Whoever is told to says how it went.</summary>
    internal bool MayAsk()
    {
        lock (_lock)
        {
            if (_inARow < failures)
            {
                return true;
            }

            if (time.GetElapsedTime(_pausedAt) < pause)
            {
                return false;
            }

            // The others wait for what this one learns.
            _pausedAt = time.GetTimestamp();
            return true;
        }
    }

    internal void Succeeded()
    {
        lock (_lock)
        {
            _inARow = 0;
        }
    }

    internal void Failed()
    {
        lock (_lock)
        {
            _inARow = Math.Min(_inARow + 1, failures);
            _pausedAt = time.GetTimestamp();
        }
    }
}
