using Linker.Engine;
using Linker.Loader;
using Linker.Samples.AppleSqlite;

// One file, two machines: the part for this process's is an archive like any other.
const string FileName = "e_sqlite3.a";
byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, FileName));
UniversalPart part = UniversalReader.Read(file, FileName).First(p => p.Machine == RuntimeLinker.MachineOfProcess);
Archive archive = ArchiveReader.Read(part.Content, FileName);

// What Linux's C library lacks, or has with other rules, C# gives. The rest comes from the process.
using var linker = new RuntimeLinker();
DarwinFunctions.AddTo(linker.Definitions);

// The archive has two members, the library and what its tests need; all of it is linked.
LinkGraph[] members = [.. Enumerable.Range(0, archive.Members.Length).Select(m => archive.Read(m))];
using LoadedImage image = linker.Link(members);
var sqlite = new Sqlite(image);
Console.WriteLine($"SQLite {sqlite.Version}, {members[0].Format}");
using Database db = sqlite.Open(":memory:");
Shop.Run(db);
