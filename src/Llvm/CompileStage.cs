namespace Linker.Llvm;

/// <summary>On the way from intermediate code to an object, where something happened.</summary>
public enum CompileStage
{
    /// <summary>Text or bitcode becomes a module.</summary>
    Read,

    /// <summary>The rules of LLVM's language are checked.</summary>
    Verify,

    /// <summary>A target is looked up.</summary>
    Target,

    /// <summary>Library code joins the module.</summary>
    Link,

    /// <summary>Passes run.</summary>
    Optimize,

    /// <summary>Machine code is made.</summary>
    Emit,

    /// <summary>A module is cut into parts, or completed by prototypes.</summary>
    Rewrite,
}
