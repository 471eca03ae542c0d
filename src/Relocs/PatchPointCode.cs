namespace Linker.Relocs;

/// <summary>
/// What stands at a patch point: the call through a slot that this linker writes there, and what compilers leave for it, a call of an address, instructions without effect, or one behind the other.
/// "Stack maps and patch points in LLVM", <c>llvm.experimental.patchpoint</c>.
/// </summary>
public static class PatchPointCode
{
    /// <summary>The call of what the slot holds, with empty fields. It changes no register that a patch point does not give up.</summary>
    public static ReadOnlySpan<byte> CallFor(Machine machine) => machine switch
    {
        Machine.X64 => X64PatchPoint.Call,
        Machine.Arm64 => Arm64PatchPoint.Call,
        _ => throw new NotSupportedException($"There is no patch point for {machine}."),
    };

    /// <summary>The fixups of <see cref="CallFor"/>; their target is the slot.</summary>
    public static ReadOnlySpan<StubFixup> FixupsFor(Machine machine) => machine switch
    {
        Machine.X64 => X64PatchPoint.Fixups,
        Machine.Arm64 => Arm64PatchPoint.Fixups,
        _ => throw new NotSupportedException($"There is no patch point for {machine}."),
    };

    /// <summary>How much of what a compiler left a call takes: whole instructions, at least as many bytes as the call has, or fewer where there are no more.</summary>
    /// <param name="machine">Whose instructions.</param>
    /// <param name="code">From the patch point on.</param>
    /// <param name="target">The address that is called as compiled, 0 when nothing is.</param>
    /// <returns>Bytes.</returns>
    public static int AreaOf(Machine machine, ReadOnlySpan<byte> code, out ulong target)
    {
        bool isX64 = machine == Machine.X64;
        int call = CallFor(machine).Length;
        int size = isX64 ? X64PatchPoint.CallSizeOf(code, out target) : Arm64PatchPoint.CallSizeOf(code, out target);
        while (size < call)
        {
            int next = isX64 ? X64PatchPoint.NopSizeOf(code[size..]) : Arm64PatchPoint.NopSizeOf(code[size..]);
            if (next == 0)
            {
                break;
            }

            size += next;
        }

        return size;
    }

    /// <summary>Writes the call, and behind it instructions without effect.</summary>
    /// <param name="machine">Whose instructions.</param>
    /// <param name="area">As <see cref="AreaOf"/> measured it.</param>
    public static void Write(Machine machine, Span<byte> area)
    {
        ReadOnlySpan<byte> call = CallFor(machine);
        call.CopyTo(area);
        Span<byte> rest = area[call.Length..];
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> nop = machine == Machine.X64 ? X64PatchPoint.NopOf(rest.Length) : Arm64PatchPoint.Nop;
            nop.CopyTo(rest);
            rest = rest[nop.Length..];
        }
    }
}
