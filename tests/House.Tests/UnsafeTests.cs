using System.Text.RegularExpressions;

namespace Linker.House.Tests;

/// <summary>Code that the runtime does not check, file by file, with the reason; a file that is not here has none.</summary>
public partial class UnsafeTests
{
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["src/Relocs/Field.cs"] = "writes the field; the graph has proved that its bytes exist, and a check per fixup would cost as much as the fixup",
        ["src/MemoryManager/NativeBytes.cs"] = "a span over mapped memory",
        ["src/MemoryManager/PageReservation.cs"] = "a span over mapped memory",
        ["src/MemoryManager/InstructionCache.cs"] = "calls the flush function by its address",
        ["src/Engine/Initializers.cs"] = "calls initialisers by their addresses",
        ["src/Engine/LoadedImage.cs"] = "hands out function pointers and spans over globals",
        ["src/Engine/LoadedImage.Content.cs"] = "copies what lies in the image's segments",
        ["src/Engine/LoadedImage.Running.cs"] = "calls main by its address",
        ["src/Engine/Functions/LazyFunctions.cs"] = "gives native code a function to call, which reads the record of the call's function",
        ["src/Engine/Functions/LazyGate.cs"] = "calls a function of the library's own glue by its address",
        ["src/Engine/Functions/StubImage.cs"] = "reads and writes the slots that its stubs jump through",
        ["src/Engine/StackMaps/PatchPoint.cs"] = "reads and writes its slot in the image's memory",
        ["src/Engine/Host/ArgumentBlock.cs"] = "lays out argc and argv in memory that native code keeps",
        ["src/Engine/Host/CxaAtExit.cs"] = "calls a function of the C library by its address",
        ["src/Engine/Host/Linux/LinuxSystem.cs"] = "calls functions of the C library by their addresses",
        ["src/Engine/Host/MacOS/MacSystem.cs"] = "calls functions of the C library by their addresses",
        ["src/Engine/Host/Windows/WindowsSystem.cs"] = "calls functions of the C run time by their addresses",
        ["src/Engine/Host/Windows/ExitHandlers.cs"] = "gives native code functions to call, and calls its handlers by their addresses",
        ["src/Engine/Host/Linux/DynamicLibrary.cs"] = "passes names to the C library, reads the records that it returns",
        ["src/Engine/Host/Linux/GdbInterface.cs"] = "keeps a list that gdb reads, and calls the function that it stops at by its address",
        ["src/Engine/Host/Linux/RunTimeInternals.cs"] = "calls a getter of the C library by its address",
        ["src/Engine/Host/Linux/MemoryFile.cs"] = "passes bytes to write(2)",
        ["src/Engine/Host/Linux/ThreadExit.cs"] = "shares a record with native code that runs when a thread ends",
        ["src/Engine/Unwind/EhFrameRegistrar.cs"] = "calls the unwinder's registration functions by their addresses",
        ["src/Engine/Phases/TablePlan.Branches.cs"] = "asks a dictionary for a reference to an entry, which is null where there is none",
        ["src/Engine/Phases/TableWriter.cs"] = "calls IFUNC resolvers by their addresses",
        ["src/Engine/Phases/Fixups.cs"] = "the loop over all places; the graph has proved that they lie inside their sections",
        ["src/Llvm/Library.cs"] = "asks a library for its version by the function's address, before it is known to be the one that is imported from",
        ["src/Llvm/Guard.cs"] = "calls native code that changes stacks",
        ["src/Llvm/OwnStack.cs"] = "keeps the record of a call that native code fills in",
        ["src/Llvm/Native/Guarded.cs"] = "tells functions of LLVM where texts are and where results go",
        ["src/Llvm/OwnThread.cs"] = "calls functions of LLVM, and gives it functions to call when it complains or gives up",
    };

    [Fact]
    public void Unchecked_code_is_where_a_reason_is_given_and_nowhere_else()
    {
        string[] actual = [.. Source.Files("src").Where(file => Unchecked().IsMatch(Source.CodeOf(Source.Read(file), keepStrings: false)))];
        Assert.Equal([], actual.Except(Allowed.Keys));
        Assert.Equal([], Allowed.Keys.Except(actual));
    }

    [Fact]
    public void Only_four_folders_may_touch_memory_by_address() =>
        Assert.All(Allowed.Keys, file => Assert.Matches("^src/(Relocs|MemoryManager|Engine|Llvm)/", file));

    // SizeOf is checked by the compiler; MemoryMarshal.Read and Cast check lengths.
    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.(?!SizeOf\b)|\bMemoryMarshal\.(GetReference|GetArrayDataReference|CreateSpan|CreateReadOnlySpan)\b")]
    private static partial Regex Unchecked();
}
