using System.ComponentModel;
using System.Runtime.InteropServices;
using Linker.MemoryManager.Windows;

namespace Linker.MemoryManager.Tests.Windows;

public class WindowsFailureTests
{
    [Theory]
    [InlineData(8)] // ERROR_NOT_ENOUGH_MEMORY
    [InlineData(14)] // ERROR_OUTOFMEMORY
    [InlineData(487)] // ERROR_INVALID_ADDRESS
    [InlineData(1455)] // ERROR_COMMITMENT_LIMIT
    public void Lack_of_memory_and_of_addresses_is_the_platforms_exception_for_it(int error)
    {
        Marshal.SetLastPInvokeError(error);
        OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => WindowsFailure.Throw("VirtualAlloc"));
        Assert.StartsWith("VirtualAlloc: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($"(error {error})", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_else_carries_the_systems_number()
    {
        Marshal.SetLastPInvokeError(5); // ERROR_ACCESS_DENIED
        Assert.Equal(5, Assert.Throws<Win32Exception>(() => WindowsFailure.Throw("MapViewOfFile")).NativeErrorCode);
    }
}
