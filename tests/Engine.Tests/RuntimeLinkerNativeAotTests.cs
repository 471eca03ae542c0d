using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Objects that MSVC, Apple's tools and .NET's ahead-of-time compiler made (<c>tests/Real/nativeaot.sh</c>): each library as a whole, and a program of some 100 000 relocations for each machine.</summary>
public class RuntimeLinkerNativeAotTests
{
    private const ulong Base = 0x1000_0000, Externals = 0x5000_0000;

    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "nativeaot");

    public static TheoryData<string> Libraries => ["", .. Files("*.lib")];

    private static string[] Files(string pattern) => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, pattern).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];

    [Theory]
    [MemberData(nameof(Libraries))]
    [Trait("Machine", "x64")]
    [Trait("System", "linux")] // Made on the building machine.
    public void Every_member_of_a_library_is_read_and_all_are_linked_without_a_refused_relocation(string library)
    {
        if (library.Length == 0)
        {
            ThrowIfMissing(Files("*.lib").Length >= 10);
            return;
        }

        Archive archive = ArchiveReader.Read(File.ReadAllBytes(Path.Combine(Folder, library)), library);
        LinkGraph[] members = [.. Enumerable.Range(0, archive.Members.Length).Select(m => archive.Read(m))];
        Assert.NotEmpty(members);
        using RuntimeLinker linker = NewLinker();
        LoadedImage image = linker.Link(Request, members);
        Assert.Equal(members.Any(m => m.Sections.ToArray().Any(s => s.IsLoaded && s.Size != 0)), image.Segments.Length > 0);
    }

    [Theory]
    [InlineData("e_sqlite3-ios-arm64.a", 10_000, Machine.Arm64)]
    [InlineData("e_sqlite3-iossimulator-x64.a", 10_000, Machine.X64, Machine.Arm64)]
    [Trait("Machine", "x64")]
    [Trait("System", "linux")] // Fetched by the building machine.
    public void Every_part_of_a_library_that_Apple_s_tools_made_is_linked_without_a_refused_relocation(string library, int relocations, params Machine[] machines)
    {
        string path = Path.Combine(Folder, library);
        ThrowIfMissing(File.Exists(path));
        byte[] file = File.ReadAllBytes(path);
        UniversalPart[] parts = UniversalReader.IsUniversal(file) ? [.. UniversalReader.Read(file, library)] : [];
        Archive[] archives = parts.Length == 0 ? [ArchiveReader.Read(file, library)] : [.. parts.Select(p => ArchiveReader.Read(p.Content, library))];
        var found = new List<Machine>();
        foreach (Archive archive in archives)
        {
            LinkGraph[] members = [.. Enumerable.Range(0, archive.Members.Length).Select(m => archive.Read(m))];
            found.Add(members[0].Machine);
            Assert.InRange(members.Sum(m => m.Relocations.Length), relocations, int.MaxValue);
            using RuntimeLinker linker = NewLinker();
            Assert.True(linker.Link(Request, members).TryGetAddress("sqlite3_open", out nint open));
            Assert.InRange((ulong)open, Base, Externals);
        }

        Assert.Equal(machines, found.Order());
    }

    [Theory]
    [InlineData("program-x64.obj", 80_000)]
    [InlineData("program-arm64.obj", 80_000)]
    [InlineData("program-osx-x64.o", 120_000)]
    [InlineData("program-osx-arm64.o", 120_000)]
    [Trait("Machine", "x64")]
    [Trait("System", "linux")] // Made on the building machine.
    public void A_program_of_a_hundred_thousand_relocations_is_linked(string program, int relocations)
    {
        string path = Path.Combine(Folder, program);
        ThrowIfMissing(File.Exists(path));
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), program);
        Assert.InRange(graph.Relocations.Length, relocations, int.MaxValue);
        using RuntimeLinker linker = NewLinker();
        Assert.True(linker.Link(Request, graph).TryGetAddress("__managed__Main", out nint main));
        Assert.InRange((ulong)main, Base, Externals);
    }

    private static LinkRequest Request => new() { Placement = Placement.At(Base), Initialize = false };

    private static RuntimeLinker NewLinker()
    {
        ulong next = Externals;
        return new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [new CallbackResolver(_ => (nint)(next += 16))] });
    }

    private static void ThrowIfMissing(bool isThere)
    {
        if (!isThere)
        {
            Needed.Missing("tests/Real/nativeaot.sh has not made them");
        }
    }
}
