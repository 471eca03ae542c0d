namespace Linker.Engine.Tests;

/// <summary>How code finds a thread-local variable that may be another image's.</summary>
public enum ThreadLocalModel
{
    /// <summary>By a call of <c>__tls_get_addr</c>.</summary>
    General,

    /// <summary>By a call of what a descriptor names.</summary>
    Descriptor,

    /// <summary>By its distance from the thread pointer, in a slot.</summary>
    InitialExec,
}
