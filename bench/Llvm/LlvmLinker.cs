namespace Linker.Bench.Llvm;

/// <summary>Which of LLVM's two run-time linkers.</summary>
internal enum LlvmLinker
{
    /// <summary>With a SectionMemoryManager for each object.</summary>
    RuntimeDyld,

    /// <summary>With the in-process memory manager.</summary>
    JITLink,
}
