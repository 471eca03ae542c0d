namespace Linker.Engine;

/// <summary>Code that a function had, or has.</summary>
public sealed class FunctionVersion
{
    internal FunctionVersion(int number, nint address, VersionCode? code)
    {
        Number = number;
        Address = address;
        Code = code;
    }

    /// <summary>1 for the function's first version, then one more for each.</summary>
    public int Number { get; }

    /// <summary>The definition's own address, which calls go to directly. The function's address is <see cref="ProgramFunction.Address"/>.</summary>
    public nint Address { get; }

    /// <summary>Where the code is; <see langword="null"/> for an address that the client gave. The functions that one object replaces together share it. Belongs to the engine: to have it for longer, keep it (<see cref="LoadedImage.Keep"/>).</summary>
    public LoadedImage? Image => Code?.Image;

    /// <summary>When the function got it.</summary>
    public DateTimeOffset Made { get; } = DateTimeOffset.UtcNow;

    internal VersionCode? Code { get; }
}
