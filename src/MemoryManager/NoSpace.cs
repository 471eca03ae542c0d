using System.Diagnostics.CodeAnalysis;

namespace Linker.MemoryManager;

/// <summary>The exception for memory or addresses that are not there.</summary>
internal static class NoSpace
{
    [SuppressMessage("Usage", "CA2201", Justification = "This is what the runtime throws for the same cause, and callers already catch.")]
    internal static OutOfMemoryException Because(string message) => new(message);
}
