namespace Linker.Bench.Contenders;

/// <summary>Somebody who links one input, or does what stands for it.</summary>
internal interface IContender : IDisposable
{
    /// <summary>For the table's head.</summary>
    string Name { get; }

    /// <summary>Links the input once and lets it go: bytes to addresses to nothing.</summary>
    void Round();

    /// <summary>Links the input once as <see cref="Round"/> does and holds the result against the object, before it lets it go.</summary>
    /// <exception cref="CheckException">What was linked is not what the object says.</exception>
    void Check();
}
