namespace Linker.Engine;

public sealed partial class ExecutionEngine
{
    /// <inheritdoc cref="RuntimeLinker.Locate(nint)"/>
    /// <remarks>With <see cref="ExecutionOptions.KeepObjects"/> local functions, files and lines are known.</remarks>
    public CodeLocation? Locate(nint address) => _linker.Locate(address);

    /// <inheritdoc cref="RuntimeLinker.LocateCalls(ReadOnlySpan{nint})"/>
    /// <remarks>With <see cref="ExecutionOptions.KeepObjects"/> local functions, files and lines are known.</remarks>
    public IReadOnlyList<CodeLocation?> LocateCalls(params ReadOnlySpan<nint> returnAddresses) => _linker.LocateCalls(returnAddresses);
}
