using System.Text;

namespace Linker.Samples.PluginHost;

/// <summary>A function of texts that a plugin registered.</summary>
internal readonly unsafe struct TextFunction(nint address)
{
    private const int Size = 256;

    /// <summary>Calls it. It must not be called once its plugin is unloaded.</summary>
    internal string Call(string text)
    {
        byte* result = stackalloc byte[Size];
        fixed (byte* argument = Encoding.UTF8.GetBytes(text + '\0'))
        {
            int length = ((delegate* unmanaged<byte*, byte*, int, int>)address)(argument, result, Size);
            return Encoding.UTF8.GetString(result, Math.Clamp(length, 0, Size));
        }
    }
}
