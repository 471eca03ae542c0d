using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>Text that a test prints and a person reviews: compared with the checked-in file, or written there when <c>LINKER_UPDATE=1</c>.</summary>
internal static class Golden
{
    internal static void Check(string file, string actual)
    {
        string path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable("LINKER_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (actual != expected)
        {
            HashSet<string> before = [.. expected.Split('\n')];
            HashSet<string> after = [.. actual.Split('\n')];
            string[] changes = [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
            Assert.Fail($"{file} is not what the code says now; if the change is meant, run this test with LINKER_UPDATE=1 and review the difference.\n{string.Join('\n', changes.Take(40))}");
        }
    }
}
