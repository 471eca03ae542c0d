using System.Runtime.CompilerServices;
using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Windows;

/// <summary>Asks VirtualQuery for all of the address space.</summary>
internal static class WindowsRanges
{
    /// <summary>Nothing below it can be reserved (SYSTEM_INFO, lpMinimumApplicationAddress).</summary>
    internal const ulong LowestAddress = 0x1_0000;

    /// <summary>Nothing from it on can be reserved (SYSTEM_INFO, lpMaximumApplicationAddress).</summary>
    internal const ulong AddressEnd = 0x7fff_ffff_0000;

    private const PageProtection Readable = Writable | PageProtection.ReadOnly | PageProtection.ExecuteRead;
    private const PageProtection Writable = PageProtection.ReadWrite | PageProtection.WriteCopy | PageProtection.ExecuteReadWrite | PageProtection.ExecuteWriteCopy;
    private const PageProtection Executable = PageProtection.Execute | PageProtection.ExecuteRead | PageProtection.ExecuteReadWrite | PageProtection.ExecuteWriteCopy;
    private const int LongestName = 1024;

    /// <summary>The ranges of this process in ascending order: of equal pages of one reservation each.</summary>
    internal static List<MappedRange> ReadAll()
    {
        List<MappedRange> ranges = [new(0, LowestAddress, "---p", "")];
        var characters = new char[LongestName];
        ulong named = 0;
        string name = "";
        ulong address = LowestAddress;
        while (address < AddressEnd && Kernel32.VirtualQuery((nint)address, out PageRange range, (nuint)Unsafe.SizeOf<PageRange>()) != 0)
        {
            address = range.Address + range.Size;
            if (range.State == PageState.Free)
            {
                continue;
            }

            if (range.Allocation != named)
            {
                named = range.Allocation;
                name = range.Type == PageType.Private ? "" : NameAt(range.Address, characters);
            }

            ranges.Add(new MappedRange(range.Address, address, Permissions(range), name));
        }

        return ranges;
    }

    /// <summary>As Linux prints them.</summary>
    internal static string Permissions(in PageRange range)
    {
        PageProtection protection = range.State == PageState.Committed ? range.Protection : 0;
        return string.Create(4, (protection, range.Type), static (text, of) =>
        {
            text[0] = (of.protection & Readable) != 0 ? 'r' : '-';
            text[1] = (of.protection & Writable) != 0 ? 'w' : '-';
            text[2] = (of.protection & Executable) != 0 ? 'x' : '-';
            text[3] = of.Type == PageType.Mapped ? 's' : 'p';
        });
    }

    private static string NameAt(ulong address, char[] characters) =>
        new(characters, 0, (int)Kernel32.GetMappedFileName(Kernel32.ThisProcess, (nint)address, characters, (uint)characters.Length));
}
