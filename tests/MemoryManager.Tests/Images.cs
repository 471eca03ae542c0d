using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Tests;

/// <summary>Requests and code that many tests use.</summary>
internal static class Images
{
    internal const PageAccess Constants = PageAccess.Read;
    internal const PageAccess Code = PageAccess.Read | PageAccess.Execute;
    internal const PageAccess Data = PageAccess.Read | PageAccess.Write;

    internal static SegmentRequest[] Small { get; } = [new(100, 16, Constants), new(200, 16, Code), new(300, 32, Data)];

    internal static void SealAll(PageReservation image)
    {
        for (int i = 0; i < image.Segments.Length; i++)
        {
            image.Seal(i);
        }
    }

    /// <summary>A function without arguments that returns the number.</summary>
    internal static byte[] Returning(int number)
    {
        var code = new byte[8];
        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
        {
            BitConverter.TryWriteBytes(code, 0x52800000 | ((number & 0xffff) << 5)); // mov w0, #number
            BitConverter.TryWriteBytes(code.AsSpan(4), 0xd65f03c0); // ret
            return code;
        }

        code[0] = 0xb8; // mov eax, number
        BitConverter.TryWriteBytes(code.AsSpan(1), number);
        code[5] = 0xc3; // ret
        return code;
    }

    internal static unsafe int Call(ulong address) => ((delegate* unmanaged<int>)(nint)address)();

    internal static unsafe Span<byte> At(ulong address, int size) => new((void*)address, size);
}
