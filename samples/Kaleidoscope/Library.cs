using System.Globalization;
using System.Runtime.InteropServices;
using Linker.Engine;

namespace Linker.Samples.Kaleidoscope;

/// <summary>Functions of the language's library that are written in C#. All others are those of the C library: <c>extern sin(x)</c> is enough.</summary>
internal static unsafe class Library
{
    internal static void AddTo(SymbolDefinitions definitions)
    {
        definitions.Add("putchard", (nint)(delegate* unmanaged<double, double>)&PutCharacter);
        definitions.Add("printd", (nint)(delegate* unmanaged<double, double>)&PrintNumber);
    }

    [UnmanagedCallersOnly]
    private static double PutCharacter(double character)
    {
        Console.Write((char)Math.Clamp(character, 0, char.MaxValue));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static double PrintNumber(double number)
    {
        Console.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
