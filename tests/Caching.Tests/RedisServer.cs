using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Linker.Shared;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Linker.Caching.Tests;

/// <summary>A Redis server of a test's own, on a free port, that keeps nothing on disk. It can be killed and started again.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";
    private const int Attempts = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("linker-redis-").FullName;
    private Process? _process;

    /// <summary>Starts the server. Where it is not installed the test is skipped, but fails under the test command, which installs it.</summary>
    public RedisServer()
    {
        Needed.Program(Program);

        // Somebody else may take the port before the server does.
        for (int i = 1; !IsStarted(i == Attempts); i++)
        {
            Port = FreePort();
        }
    }

    /// <summary>Where the server listens.</summary>
    public int Port { get; private set; } = FreePort();

    /// <summary>Starts the server again, on its port and empty.</summary>
    public void Start() => Assert.True(IsStarted(isLast: true));

    /// <summary>Ends the server as a crash does.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>A client that does not mind a server that is gone.</summary>
    public RedisCache Connect() => new(new RedisCacheOptions
    {
        ConfigurationOptions = new ConfigurationOptions
        {
            EndPoints = { { IPAddress.Loopback, Port } },
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(100),
            ConnectTimeout = 1000,
        },
    });

    /// <summary>A connection for looking at what the server has.</summary>
    public ConnectionMultiplexer Look() => ConnectionMultiplexer.Connect($"127.0.0.1:{Port}");

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsStarted(bool isLast)
    {
        Kill();
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (string word in (string[])["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder, "--daemonize", "no"])
        {
            start.ArgumentList.Add(word);
        }

        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync();
        var said = new List<string>();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync();
                return true;
            }
        }

        Assert.False(isLast, $"{Program} did not start: {string.Join('\n', said)}");
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
