using System.Runtime.InteropServices;

namespace Linker.Samples.AppleSqlite;

/// <summary>The SQL: 10 000 rows in a transaction, joins, aggregates, a function of C#, an error and a rollback.</summary>
internal static unsafe class Shop
{
    internal static void Run(Database db)
    {
        db.Define("reverse_sign", 1, &ReverseSign);
        db.Run("create table customer(id integer primary key, name text not null, city text)");
        db.Run("create table purchase(id integer primary key, customer integer references customer, amount real, day integer)");
        db.Run("create index purchase_customer on purchase(customer, day)");
        db.Run("begin");
        db.RunForEach("insert into customer values(?, ?, ?)", Enumerable.Range(1, 100).Select(object?[] (i) => [i, $"customer {i:d3}", CityOf(i)]));
        db.RunForEach("insert into purchase(customer, amount, day) values(?, ?, ?)", Purchases());
        db.Run("commit");
        db.Run("select count(*), min(day), max(day), printf('%.3f', sum(amount)) from purchase");
        db.Run("select c.city, count(distinct c.id), count(*), printf('%.2f', avg(p.amount)) from purchase p join customer c on c.id = p.customer group by c.city order by c.city");
        db.Run("select c.name, count(p.id) as n, printf('%.2f', max(p.amount)) from customer c left join purchase p on p.customer = c.id group by c.id order by n desc, c.name limit 5");
        db.Run("select a.name, b.name from customer a join customer b on b.id = a.id * 2 where a.city = b.city and a.id between 10 and 20 order by a.id");
        db.Run("with recursive fib(i, a, b) as (values(1, 0, 1) union all select i + 1, b, a + b from fib where i < 20) select group_concat(a, ' ') from fib");
        db.Run("select reverse_sign(42), upper('abc'), hex(randomblob(0)) = '', date(0, 'unixepoch'), round(2.567, 2)");
        db.Run("insert into customer values(1, 'twice', null)");
        db.Run("begin");
        db.Run("delete from purchase");
        db.Run("select count(*) from purchase");
        db.Run("rollback");
        db.Run("select count(*) from purchase");
        db.Run("select nothing from nowhere");
    }

    private static string? CityOf(int customer) => (customer % 7, customer % 3) switch
    {
        (0, _) => null,
        (_, 0) => "Bern",
        (_, 1) => "Basel",
        _ => "Chur",
    };

    private static IEnumerable<object?[]> Purchases()
    {
        uint state = 1;
        for (int i = 0; i < 10_000; i++)
        {
            state = (state * 1664525) + 1013904223;
            yield return [((int)(state >> 16) % 100) + 1, (state >> 8) / 65536.0, (int)(state >> 20) % 365];
        }
    }

    [UnmanagedCallersOnly]
    private static void ReverseSign(nint context, int count, nint* values) => Sqlite.ResultInteger(context, -Sqlite.ValueInteger(values[0]));
}
