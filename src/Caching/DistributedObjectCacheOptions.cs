using Microsoft.Extensions.Caching.Distributed;

namespace Linker.Caching;

/// <summary>How a <see cref="DistributedObjectCache"/> uses its server.</summary>
public sealed class DistributedObjectCacheOptions
{
    /// <summary>What stands before each key on the server.</summary>
    public string KeyPrefix { get; init; } = "linker:";

    /// <summary>How long the server keeps an object: unless said otherwise, until nobody has asked for it for 30 days.</summary>
    public DistributedCacheEntryOptions Entry { get; init; } = new() { SlidingExpiration = TimeSpan.FromDays(30) };

    /// <summary>How long an answer is waited for. One that takes longer is a failure.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After so many failures in a row the server is not asked for a while.</summary>
    public int FailuresBeforePause { get; init; } = 3;

    /// <summary>How long it is left alone then. Afterwards one question finds out whether it is back.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Larger objects are not sent: 64 MiB. Redis takes 512 MiB at most.</summary>
    public int MaxObjectSize { get; init; } = 64 << 20;

    /// <summary>Only entries that were made with the same bytes are believed; empty for none. Without, whoever can write to the server can have code run in every process that uses it.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Told of each failure, on the thread that asked. What it throws, the cache throws.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>The clock by which a pause ends.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
