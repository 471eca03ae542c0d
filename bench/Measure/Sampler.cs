using System.Diagnostics;
using Linker.Bench.Contenders;
using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Measure;

/// <summary>Takes the times of one contender, or knows why there are none.</summary>
/// <param name="contender">Who links.</param>
/// <param name="budget">How long that may take.</param>
internal sealed class Sampler(IContender contender, Budget budget)
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    /// <summary>A round that takes longer fills its own caches.</summary>
    private static readonly TimeSpan LongRound = TimeSpan.FromMilliseconds(10);

    /// <summary>Few of those will do.</summary>
    private static readonly TimeSpan VeryLongRound = TimeSpan.FromSeconds(0.5);

    private readonly List<double> _samples = [];
    private int _roundsPerSample = 1;
    private int _maximumSamples = budget.MaximumSamples;
    private bool _isLong;

    internal string Name => contender.Name;

    /// <summary>Why the contender does not link the input, in its own words.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>Median time of a round in microseconds.</summary>
    internal double? Time => _samples.Count == 0 ? null : Median.Of(_samples);

    /// <summary>How many times were taken.</summary>
    internal int Count => _samples.Count;

    /// <summary>Links once with a check, then finds out how many rounds fill a sample.</summary>
    internal void WarmUp()
    {
        if (Refusal is not null)
        {
            return;
        }

        TimeSpan? first = Check();
        _isLong = first > LongRound;
        _maximumSamples = first > VeryLongRound ? budget.LongSamples : budget.MaximumSamples;
        if (first is null || _isLong)
        {
            return;
        }

        // The first rounds take memory and fill caches, and the time of a single short one is mostly the clock's.
        _ = Rounds(3);
        _roundsPerSample = RoundsFor(Rounds(1));
        _roundsPerSample = RoundsFor(Rounds(_roundsPerSample));
    }

    /// <summary>Leaves the contender out when a smaller input already takes it too long.</summary>
    internal void Probe(IContender smaller, string name)
    {
        long start = Stopwatch.GetTimestamp();
        smaller.Check();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        if (time > VeryLongRound)
        {
            Refusal = $"not asked, because {name} takes it {time.TotalSeconds:0.0} s";
        }
    }

    /// <summary>Takes one sample, after a round that is not counted: whoever had the machine before leaves the caches full of his own.</summary>
    internal void Sample()
    {
        if (Refusal is null && _samples.Count < _maximumSamples)
        {
            try
            {
                if (!_isLong)
                {
                    contender.Round();
                }

                _samples.Add(Rounds(_roundsPerSample));
            }
            catch (LlvmException e)
            {
                // Out of reach of what it linked before: this sample is lost.
                Console.Error.WriteLine($"{contender.Name}: {e.Message[..Math.Min(e.Message.Length, 200)]}");
                Neighbourhood.StopUp();
            }
        }
    }

    // How long the first link took. A refusal may be about where memory happened to lie, so it is asked again.
    private TimeSpan? Check()
    {
        const int AttemptCount = 3;
        for (int i = 0; i < AttemptCount && (i == 0 || Refusal is not null); i++)
        {
            Neighbourhood.StopUp();
            long start = Stopwatch.GetTimestamp();
            try
            {
                contender.Check();
                Refusal = null;
                return Stopwatch.GetElapsedTime(start);
            }
            catch (LlvmException e)
            {
                Refusal = e.Message;
            }
        }

        return null;
    }

    private int RoundsFor(double microseconds) => (int)Math.Clamp(Math.Ceiling(budget.Sample.TotalMicroseconds / Math.Max(microseconds, 0.001)), 1, 1_000_000);

    // Microseconds of a round.
    private double Rounds(int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            contender.Round();
        }

        return (Stopwatch.GetTimestamp() - start) * MicrosecondsPerTick / count;
    }
}
