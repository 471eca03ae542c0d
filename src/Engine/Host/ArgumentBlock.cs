using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

/// <summary>argc, argv and envp as C sees them.</summary>
internal sealed unsafe class ArgumentBlock : IDisposable
{
    internal ArgumentBlock(ReadOnlySpan<string> arguments)
    {
        Count = arguments.Length;
        var vector = (nint*)NativeMemory.AllocZeroed((nuint)(arguments.Length + 1), (nuint)sizeof(nint));
        for (int i = 0; i < arguments.Length; i++)
        {
            vector[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        Arguments = (nint)vector;
    }

    /// <summary>argc.</summary>
    internal int Count { get; }

    /// <summary>argv.</summary>
    internal nint Arguments { get; private set; }

    /// <summary>envp: the C library's own, so that getenv and setenv agree with it.</summary>
    internal static nint Environment => HostSystem.OfProcess.Environment;

    public void Dispose()
    {
        var vector = (nint*)Arguments;
        Arguments = 0;
        for (int i = 0; vector is not null && vector[i] != 0; i++)
        {
            Marshal.FreeCoTaskMem(vector[i]);
        }

        NativeMemory.Free(vector);
    }
}
