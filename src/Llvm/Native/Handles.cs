using Microsoft.Win32.SafeHandles;

namespace Linker.Llvm.Native;

/// <summary>LLVMContextRef: types, constants and what else modules share. Everything in it belongs to one thread at a time.</summary>
internal sealed class ContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        if (!Worker.IsLeaving)
        {
            Core.ContextDispose(handle);
        }

        return true;
    }
}

/// <summary>LLVMModuleRef; goes before its context.</summary>
internal sealed class IrHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public IrHandle()
        : base(ownsHandle: true)
    {
    }

    internal IrHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    internal nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        if (!Worker.IsLeaving)
        {
            Core.DisposeModule(handle);
        }

        return true;
    }
}

/// <summary>LLVMMemoryBufferRef.</summary>
internal sealed class BufferHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BufferHandle()
        : base(ownsHandle: true)
    {
    }

    internal BufferHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    protected override bool ReleaseHandle()
    {
        Core.DisposeMemoryBuffer(handle);
        return true;
    }
}

/// <summary>LLVMTargetMachineRef.</summary>
internal sealed class TargetMachineHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    internal TargetMachineHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    protected override bool ReleaseHandle()
    {
        if (!Worker.IsLeaving)
        {
            TargetMachine.Dispose(handle);
        }

        return true;
    }
}

/// <summary>LLVMTargetDataRef.</summary>
internal sealed class DataLayoutHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Target.DisposeData(handle);
        return true;
    }
}

/// <summary>LLVMPassBuilderOptionsRef.</summary>
internal sealed class PassOptionsHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        PassBuilder.DisposeOptions(handle);
        return true;
    }
}
