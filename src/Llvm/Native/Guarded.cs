using System.Text;

namespace Linker.Llvm.Native;

/// <summary>Calls of functions that may give up, recurse deeply or complain: by their addresses, on a stack that can be left (<see cref="Worker.Call"/>).</summary>
internal static unsafe class Guarded
{
    /// <summary>Calls a function whose last parameter says where one more result goes.</summary>
    internal static int Call(nint function, ReadOnlySpan<nint> arguments, out nint more)
    {
        nint result = 0;
        int status = (int)Worker.Call(function, [.. arguments, (nint)(&result)]);
        more = result;
        return status;
    }

    /// <summary>Calls a function whose last two parameters say where two more results go.</summary>
    internal static int Call(nint function, ReadOnlySpan<nint> arguments, out nint first, out nint second)
    {
        nint one = 0, two = 0;
        int status = (int)Worker.Call(function, [.. arguments, (nint)(&one), (nint)(&two)]);
        (first, second) = (one, two);
        return status;
    }

    /// <summary>Calls a function that takes texts among its arguments.</summary>
    /// <param name="function">Its address.</param>
    /// <param name="before">What comes before the texts.</param>
    /// <param name="texts">The texts, which end at their first zero.</param>
    /// <param name="after">What comes behind them.</param>
    internal static nint Call(nint function, ReadOnlySpan<nint> before, ReadOnlySpan<string> texts, ReadOnlySpan<nint> after)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\0', texts!) + '\0');
        Span<nint> places = stackalloc nint[texts.Length];
        fixed (byte* first = bytes)
        {
            byte* next = first;
            for (int i = 0; i < texts.Length; i++)
            {
                places[i] = (nint)next;
                next += Encoding.UTF8.GetByteCount(texts[i]) + 1;
            }

            return Worker.Call(function, [.. before, .. places, .. after]);
        }
    }
}
