using System.Diagnostics;
using Linker.Engine.Host;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests.Windows;

/// <summary>Code of COFF objects runs in a process of Windows under the rules of Windows.</summary>
[Trait("System", "windows")]
public sealed unsafe class WindowsSystemTests
{
    private static LinkGraph Read(string name) => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture($"coff-x64/{name}")), name);

    private static LoadedImage Link(RuntimeLinker linker, string name) => linker.Link(Read(name));

    [Fact]
    public void Functions_are_called_in_both_directions()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "run.obj");
        Assert.Equal(42, image.Call("answer"));
        delegate* unmanaged<int, int> twice = &Twice;
        Assert.Equal(43, ((delegate* unmanaged<nint, int, int>)image.GetAddress("call_back"))((nint)twice, 21));
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static int Twice(int n) => 2 * n;

    [Fact]
    public void Names_are_found_in_the_libraries_of_the_process_with_and_without_the_name_of_their_library()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "run.obj");
        Assert.Equal(1, image.Call("same_process", Environment.ProcessId));
    }

    [Fact]
    public void The_C_run_time_formats_numbers_though_its_library_exports_no_such_function()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "run.obj");
        byte* text = stackalloc byte[64];
        int size = ((delegate* unmanaged<byte*, ulong, double, int>)image.GetAddress("text"))(text, 64, 1.5);
        Assert.Equal("42 forty-two 1.50", new string((sbyte*)text));
        Assert.Equal(17 * 101, size);
    }

    [Fact]
    public void A_frame_of_many_pages_is_touched_page_by_page()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "run.obj");
        Assert.Equal(42, image.Call("large_frame", 99_999));
    }

    [Fact]
    public void Lists_of_initialisers_run_in_the_order_of_their_sections_names()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "run.obj");
        Assert.Equal(3012, image.Call("order"));
    }

    [Fact]
    public void Handlers_and_terminators_run_when_the_image_goes()
    {
        int* log = (int*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(8, sizeof(int));
        using var linker = new RuntimeLinker();
        LoadedImage image = Link(linker, "run.obj");
        ((delegate* unmanaged<int*, void>)image.GetAddress("start_log"))(log);
        Assert.Equal(0, image.Call("file_handler"));
        image.Dispose();
        Assert.Equal([7, 9, 0], new ReadOnlySpan<int>(log, 3).ToArray());
        System.Runtime.InteropServices.NativeMemory.Free(log);
    }

    [Fact]
    public void Handlers_run_although_a_library_has_a_handle_of_its_own()
    {
        int* log = (int*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(8, sizeof(int));
        using var linker = new RuntimeLinker();
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, 1).Named("__dso_handle");
        LoadedImage image = linker.Link(Read("run.obj"), ObjectReader.Read(coff.Build(), "handle.obj"));
        ((delegate* unmanaged<int*, void>)image.GetAddress("start_log"))(log);
        Assert.Equal(0, image.Call("file_handler"));
        image.Dispose();
        Assert.Equal([7, 9, 0], new ReadOnlySpan<int>(log, 3).ToArray());
        System.Runtime.InteropServices.NativeMemory.Free(log);
    }

    [Fact]
    public void Faults_and_raised_exceptions_reach_filters_finally_blocks_and_handlers()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "structured.obj");
        Assert.Equal(123, image.Call("fault"));
        Assert.Equal(123, image.Call("software"));
    }

    [Fact]
    public void Exceptions_of_the_Microsoft_ABI_are_thrown_caught_and_thrown_again()
    {
        using var linker = new RuntimeLinker();
        int told = 0;
        using (LoadedImage image = Link(linker, "throwing.obj"))
        {
            Assert.Equal(17, image.Call("global_value"));
            Assert.Equal(36, image.Call("caught"));
            ((delegate* unmanaged<int*, void>)image.GetAddress("tell"))(&told);
        }

        Assert.Equal(17, told);
    }

    [Fact]
    public void A_stack_walk_passes_through_the_image_and_reaches_managed_code()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = Link(linker, "walking.obj");
        var frames = new ulong[1024];
        int count;
        fixed (ulong* into = frames)
        {
            count = ((delegate* unmanaged<ulong*, int, int>)image.GetAddress("walk_from_here"))(into, frames.Length);
        }

        bool IsInImage(ulong address)
        {
            foreach (var segment in image.Segments)
            {
                if (address - segment.TargetAddress < segment.Size)
                {
                    return true;
                }
            }

            return false;
        }

        ProcessModule[] modules = [.. Process.GetCurrentProcess().Modules.Cast<ProcessModule>()];
        bool IsInModule(ulong address) => modules.Any(m => address - (ulong)m.BaseAddress < (ulong)m.ModuleMemorySize);
        int own = frames.Take(count).TakeWhile(IsInImage).Count();
        Assert.InRange(own, 3, 8);

        // Code that is compiled while the program runs lies in no module.
        Assert.Contains(frames[own..count], frame => frame != 0 && !IsInImage(frame) && !IsInModule(frame));
        Assert.InRange(count, own + 2, frames.Length - 1);
    }

    [Fact]
    public void The_unwinder_knows_an_image_until_it_goes()
    {
        using var linker = new RuntimeLinker();
        ulong address;
        using (LoadedImage image = Link(linker, "run.obj"))
        {
            address = (ulong)image.GetAddress("large_frame");
            Assert.NotEqual(0, WindowsCalls.RtlLookupFunctionEntry(address, out _, 0));
        }

        Assert.Equal(0, WindowsCalls.RtlLookupFunctionEntry(address, out _, 0));
    }

    [Fact]
    public void Images_come_and_go_and_leave_no_file()
    {
        using var linker = new RuntimeLinker();
        LinkGraph[] graphs = [Read("run.obj"), Read("throwing.obj")];
        string[] before = TemporaryFiles();
        for (int i = 0; i < 20; i++)
        {
            using LoadedImage image = linker.Link(graphs);
            Assert.Equal(42, image.Call("answer"));
            Assert.Equal(36, image.Call("caught"));
        }

        Assert.Equal([], TemporaryFiles().Except(before));
    }

    private static string[] TemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), "linker-tls-*");

    [Fact]
    public void Files_of_processes_that_ended_long_ago_are_deleted()
    {
        string path = Path.Combine(Path.GetTempPath(), "linker-tls-0-test.dll"), young = Path.Combine(Path.GetTempPath(), "linker-tls-0-young.dll");
        File.WriteAllText(path, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        ThreadLocalDll.Sweep();
        Assert.Equal((false, true), (File.Exists(path), File.Exists(young)));
        File.Delete(young);
    }

    [Fact]
    public void An_object_of_Linux_is_not_run()
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/add.o")), "add.o");
        PlatformNotSupportedException e = Assert.Throws<PlatformNotSupportedException>(() => linker.Link(graph));
        Assert.Contains("conventions of Linux", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_library_has_is_missing_by_name()
    {
        Assert.False(new HostProcessResolver().Resolve(new SymbolQuery("KERNEL32$no_such_function"u8)).IsFound);
        Assert.False(new HostProcessResolver().Resolve(new SymbolQuery("no_such_library$f"u8)).IsFound);
        Assert.True(new HostProcessResolver().Resolve(new SymbolQuery("kernel32.dll$Sleep"u8)).IsFound);
    }

    [Fact]
    public void A_library_that_was_missing_is_found_once_it_is_there()
    {
        var resolver = new HostProcessResolver();
        string library = $"linker-late-{Environment.ProcessId}", folder = Directory.CreateTempSubdirectory().FullName, path = Path.Combine(folder, library + ".dll");
        byte[] query = System.Text.Encoding.UTF8.GetBytes($"{library}$GetFileVersionInfoSizeW");
        Assert.False(resolver.Resolve(new SymbolQuery(query)).IsFound);
        File.Copy(Path.Combine(Environment.SystemDirectory, "version.dll"), path);
        HostProcessResolver.LoadLibrary(path);
        Assert.True(resolver.Resolve(new SymbolQuery(query)).IsFound);
    }

    [Fact]
    public void What_lies_in_code_is_a_function_and_the_rest_is_data()
    {
        SymbolAnswer sleep = new HostProcessResolver().Resolve(new SymbolQuery("Sleep"u8));
        Assert.Equal(SymbolKind.Function, HostSystem.OfProcess.Describe((nint)sleep.Address).Kind);
        int local = 0;
        Assert.Equal(SymbolKind.Data, HostSystem.OfProcess.Describe((nint)(&local)).Kind);
    }
}
