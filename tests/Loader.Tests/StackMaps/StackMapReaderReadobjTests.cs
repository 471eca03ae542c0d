using System.Diagnostics;
using System.Globalization;
using System.Text;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>An independent reader of the same sections: <c>llvm-readobj --stackmap</c>.</summary>
public class StackMapReaderReadobjTests
{
    public static TheoryData<string> Objects() =>
        [.. Repository.FixtureObjects.Where(f => Path.GetFileNameWithoutExtension(f) is "stackmaps" or "statepoints" or "patchpoints" or "patchpoints_shared").Select(f => Path.GetRelativePath(Repository.Fixture(""), f))];

    [Fact]
    public void All_formats_are_compared() => Assert.Equal(22, Objects().Count);

    [Theory]
    [MemberData(nameof(Objects))]
    [Trait("System", "linux")]
    public void Stack_maps_are_those_that_llvm_readobj_sees(string name)
    {
        string path = Repository.Fixture(name);
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), name);
        int section = graph.Sections.ToArray().ToList().FindIndex(s => s.Role == SectionRole.StackMaps);
        Assert.Equal(Printed(Run(path)), Print(StackMapReader.Read(graph.ContentOf(new((uint)section)), name)));
    }

    // What the tool prints, from the table's version on.
    private static string Printed(string output)
    {
        int start = output.IndexOf("Num Functions", StringComparison.Ordinal);
        Assert.True(start > 0 && output.Contains("Version: 3", StringComparison.Ordinal), output);
        return output[start..].Trim();
    }

    /// <summary>The same in the tool's words.</summary>
    private static string Print(StackMaps maps)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Num Functions: {maps.Functions.Length}\n");
        foreach (ref readonly StackMapFunction function in maps.Functions)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Function address: {function.Address}, stack size: {function.StackSize ?? ulong.MaxValue}, callsite record count: {function.RecordCount}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Num Constants: {maps.Constants.Length}\n");
        for (int i = 0; i < maps.Constants.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  #{i + 1}: {maps.Constants[i]}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Num Records: {maps.Records.Length}\n");
        for (uint i = 0; i < maps.Records.Length; i++)
        {
            var id = new StackMapRecordId(i);
            text.Append(CultureInfo.InvariantCulture, $"  Record ID: {maps[id].Id}, instruction offset: {maps[id].InstructionOffset}\n    {maps[id].LocationCount} locations:\n");
            int number = 0;
            foreach (ref readonly StackMapLocation location in maps.LocationsOf(id))
            {
                text.Append(CultureInfo.InvariantCulture, $"      #{++number}: {Words(maps, in location)}, size: {location.Size}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"    {maps[id].LiveOutCount} live-outs: [ ");
            foreach (StackMapLiveOut liveOut in maps.LiveOutsOf(id))
            {
                text.Append(CultureInfo.InvariantCulture, $"R#{liveOut.Register} ({liveOut.Size}-bytes) ");
            }

            text.Append("]\n");
        }

        return text.ToString().Trim();
    }

    private static string Words(StackMaps maps, in StackMapLocation location) => location.Kind switch
    {
        StackMapLocationKind.Register => $"Register R#{location.Register}",
        StackMapLocationKind.Direct => $"Direct R#{location.Register} + {location.Value}",
        StackMapLocationKind.Indirect => $"Indirect [R#{location.Register} + {location.Value}]",
        StackMapLocationKind.Constant => $"Constant {(uint)location.Value}",
        _ => $"ConstantIndex #{location.Value} ({(ulong)maps.ValueOf(in location)})",
    };

    private static string Run(string path)
    {
        string? tool = ((string[])["llvm-readobj-22", "llvm-readobj"]).FirstOrDefault(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name))));
        if (tool is null)
        {
            Assert.True(Environment.GetEnvironmentVariable("LINKER_TEST_COMMAND") != "1", "llvm-readobj is missing: install llvm-22");
            Assert.Skip("llvm-readobj is not installed (Debian package llvm-22)");
        }

        using Process process = Process.Start(new ProcessStartInfo(tool, ["--stackmap", path]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
