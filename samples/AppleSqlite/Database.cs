using System.Runtime.InteropServices;

namespace Linker.Samples.AppleSqlite;

/// <summary>An open database.</summary>
internal sealed unsafe class Database(Sqlite sqlite, nint handle) : IDisposable
{
    private const int Row = 100, Utf8 = 1;
    private const nint CopyOfText = -1;

    /// <summary>Runs a statement; with rows, prints them as sqlite's shell does.</summary>
    internal void Run(string sql)
    {
        nint statement = Prepare(sql);
        if (statement == 0)
        {
            return;
        }

        Execute(statement);
        _ = sqlite.Finish(statement);
    }

    /// <summary>Runs a statement once for each row of parameters.</summary>
    internal void RunForEach(string sql, IEnumerable<object?[]> rows)
    {
        nint statement = Prepare(sql);
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                Bind(statement, i + 1, row[i]);
            }

            Execute(statement);
            _ = sqlite.Reset(statement);
        }

        _ = sqlite.Finish(statement);
    }

    /// <summary>Gives SQL a function of C#.</summary>
    internal void Define(string name, int arguments, delegate* unmanaged<nint, int, nint*, void> function)
    {
        fixed (byte* text = Sqlite.Text(name))
        {
            _ = sqlite.CreateFunction(handle, text, arguments, Utf8, 0, function, 0, 0);
        }
    }

    public void Dispose() => Console.WriteLine($"closed: {sqlite.Close(handle)}");

    private nint Prepare(string sql)
    {
        nint statement;
        fixed (byte* text = Sqlite.Text(sql))
        {
            if (sqlite.Prepare(handle, text, -1, &statement, null) != 0)
            {
                PrintError();
                return 0;
            }
        }

        return statement;
    }

    private void Bind(nint statement, int index, object? value)
    {
        switch (value)
        {
            case null:
                _ = sqlite.BindNull(statement, index);
                break;
            case int number:
                _ = sqlite.BindInteger(statement, index, number);
                break;
            case double number:
                _ = sqlite.BindReal(statement, index, number);
                break;
            case string text:
                fixed (byte* bytes = Sqlite.Text(text))
                {
                    _ = sqlite.BindText(statement, index, bytes, -1, CopyOfText);
                }

                break;
        }
    }

    private void Execute(nint statement)
    {
        int code;
        while ((code = sqlite.Step(statement)) == Row)
        {
            Console.WriteLine(string.Join('|', Enumerable.Range(0, sqlite.ColumnCount(statement)).Select(i => TextOf(statement, i))));
        }

        const int Done = 101;
        if (code != Done)
        {
            PrintError();
        }
    }

    private string TextOf(nint statement, int column) => Marshal.PtrToStringUTF8((nint)sqlite.ColumnText(statement, column)) ?? "NULL";

    private void PrintError() => Console.WriteLine($"error: {Marshal.PtrToStringUTF8((nint)sqlite.Message(handle))}");
}
