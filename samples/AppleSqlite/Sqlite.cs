using System.Runtime.InteropServices;
using System.Text;
using Linker.Engine;

namespace Linker.Samples.AppleSqlite;

/// <summary>The functions of SQLite that the sample calls, found in the image by their names in C.</summary>
internal sealed unsafe class Sqlite(LoadedImage image)
{
    internal readonly delegate* unmanaged<byte*, nint*, int> OpenDatabase = (delegate* unmanaged<byte*, nint*, int>)image.GetAddress("sqlite3_open");
    internal readonly delegate* unmanaged<nint, int> Close = (delegate* unmanaged<nint, int>)image.GetAddress("sqlite3_close");
    internal readonly delegate* unmanaged<nint, byte*> Message = (delegate* unmanaged<nint, byte*>)image.GetAddress("sqlite3_errmsg");
    internal readonly delegate* unmanaged<nint, byte*, int, nint*, byte**, int> Prepare = (delegate* unmanaged<nint, byte*, int, nint*, byte**, int>)image.GetAddress("sqlite3_prepare_v2");
    internal readonly delegate* unmanaged<nint, int> Step = (delegate* unmanaged<nint, int>)image.GetAddress("sqlite3_step");
    internal readonly delegate* unmanaged<nint, int> Reset = (delegate* unmanaged<nint, int>)image.GetAddress("sqlite3_reset");
    internal readonly delegate* unmanaged<nint, int> Finish = (delegate* unmanaged<nint, int>)image.GetAddress("sqlite3_finalize");
    internal readonly delegate* unmanaged<nint, int> ColumnCount = (delegate* unmanaged<nint, int>)image.GetAddress("sqlite3_column_count");
    internal readonly delegate* unmanaged<nint, int, byte*> ColumnText = (delegate* unmanaged<nint, int, byte*>)image.GetAddress("sqlite3_column_text");
    internal readonly delegate* unmanaged<nint, int, long, int> BindInteger = (delegate* unmanaged<nint, int, long, int>)image.GetAddress("sqlite3_bind_int64");
    internal readonly delegate* unmanaged<nint, int, double, int> BindReal = (delegate* unmanaged<nint, int, double, int>)image.GetAddress("sqlite3_bind_double");
    internal readonly delegate* unmanaged<nint, int, byte*, int, nint, int> BindText = (delegate* unmanaged<nint, int, byte*, int, nint, int>)image.GetAddress("sqlite3_bind_text");
    internal readonly delegate* unmanaged<nint, int, int> BindNull = (delegate* unmanaged<nint, int, int>)image.GetAddress("sqlite3_bind_null");
    internal readonly delegate* unmanaged<nint, byte*, int, int, nint, delegate* unmanaged<nint, int, nint*, void>, nint, nint, int> CreateFunction =
        (delegate* unmanaged<nint, byte*, int, int, nint, delegate* unmanaged<nint, int, nint*, void>, nint, nint, int>)image.GetAddress("sqlite3_create_function");

    // What functions in C# need while SQLite calls them.
    internal static delegate* unmanaged<nint, long> ValueInteger;
    internal static delegate* unmanaged<nint, long, void> ResultInteger;

    internal string Version => Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)image.GetAddress("sqlite3_libversion"))())!;

    internal Database Open(string path)
    {
        ValueInteger = (delegate* unmanaged<nint, long>)image.GetAddress("sqlite3_value_int64");
        ResultInteger = (delegate* unmanaged<nint, long, void>)image.GetAddress("sqlite3_result_int64");
        nint handle;
        fixed (byte* name = Text(path))
        {
            int code = OpenDatabase(name, &handle);
            return code == 0 ? new Database(this, handle) : throw new InvalidOperationException($"{path}: SQLite's error {code}");
        }
    }

    internal static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
