using System.Globalization;
using Linker.Llvm;
using Linker.Samples.QueryEngine;

try
{
    _ = Compiler.Version;
}
catch (MissingLibraryException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var database = new Database(rows: 1000);
var interpreter = new QueryInterpreter(database.AddressOf);
var times = new Times();

// What is given on the command line, or these.
string[] queries = args.Length > 0 ? args :
[
    "count(1)",
    "sum(price * quantity * discount(quantity))",
    "avg(price) where year(day) = 2025 and month(day) <= 6",
    "max(distance(latitude, longitude, 52.52, 13.41)) where quantity > 100 or price < 5",
    "min(sqrt(price)) where price > 100 and price <> 400",
    "sum(colour)",
    "sum(price",
];
foreach (string text in queries)
{
    try
    {
        Query query = Database.Read(text);
        double result = database.Run(query, times);
        Console.WriteLine($"{text} = {result:G6}{(result.Equals(interpreter.Run(query, database.Table)) ? "" : ", which is wrong")}");
    }
    catch (FormatException e)
    {
        Console.WriteLine($"{text}: {e.Message}");
    }
}

// As many as a busy afternoon brings, no two alike.
const int Count = 500;
int right = 0;
times = new Times();
var random = new Random(7);
for (int i = 0; i < Count; i++)
{
    Query query = Database.Read($"sum(price * {i} - quantity / {random.Next(1, 9)}) where month(day) = {random.Next(1, 13)} and price > {random.Next(900)} or discount(quantity) < 0.9");
    right += database.Run(query, times).Equals(interpreter.Run(query, database.Table)) ? 1 : 0;
}

Console.WriteLine($"{right} of {Count} queries answered as an interpreter does");
times.Print(Console.Out);
return 0;
