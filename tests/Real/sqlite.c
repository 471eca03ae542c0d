// libsqlite3.a: tables in memory, 10 000 rows in a transaction, joins, aggregates, an error and a rollback.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *db;

static void run(const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
    {
        printf("error: %s\n", message);
        sqlite3_free(message);
    }
}

static void query(const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
        printf("error: %s\n", sqlite3_errmsg(db));
        return;
    }
    while (sqlite3_step(statement) == SQLITE_ROW)
    {
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            printf(i ? "|%s" : "%s", sqlite3_column_text(statement, i) ? (const char *)sqlite3_column_text(statement, i) : "NULL");
        printf("\n");
    }
    sqlite3_finalize(statement);
}

static void reverse_sign(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int64(context, -sqlite3_value_int64(values[0]));
}

int main(void)
{
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return 1;
    sqlite3_create_function(db, "reverse_sign", 1, SQLITE_UTF8, NULL, reverse_sign, NULL, NULL);
    run("create table customer(id integer primary key, name text not null, city text)");
    run("create table purchase(id integer primary key, customer integer references customer, amount real, day integer)");
    run("create index purchase_customer on purchase(customer, day)");
    run("begin");
    sqlite3_stmt *insert;
    sqlite3_prepare_v2(db, "insert into customer values(?, ?, ?)", -1, &insert, NULL);
    for (int i = 1; i <= 100; i++)
    {
        char name[32];
        snprintf(name, sizeof name, "customer %03d", i);
        sqlite3_bind_int(insert, 1, i);
        sqlite3_bind_text(insert, 2, name, -1, SQLITE_TRANSIENT);
        if (i % 7 == 0)
            sqlite3_bind_null(insert, 3);
        else
            sqlite3_bind_text(insert, 3, i % 3 == 0 ? "Bern" : i % 3 == 1 ? "Basel" : "Chur", -1, SQLITE_STATIC);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_prepare_v2(db, "insert into purchase(customer, amount, day) values(?, ?, ?)", -1, &insert, NULL);
    unsigned state = 1;
    for (int i = 0; i < 10000; i++)
    {
        state = state * 1664525u + 1013904223u;
        sqlite3_bind_int(insert, 1, (int)(state >> 16) % 100 + 1);
        sqlite3_bind_double(insert, 2, (double)(state >> 8) / 65536.0);
        sqlite3_bind_int(insert, 3, (int)(state >> 20) % 365);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run("commit");
    query("select count(*), min(day), max(day), printf('%.3f', sum(amount)) from purchase");
    query("select c.city, count(distinct c.id), count(*), printf('%.2f', avg(p.amount)) from purchase p join customer c on c.id = p.customer group by c.city order by c.city");
    query("select c.name, count(p.id) as n, printf('%.2f', max(p.amount)) from customer c left join purchase p on p.customer = c.id group by c.id order by n desc, c.name limit 5");
    query("select a.name, b.name from customer a join customer b on b.id = a.id * 2 where a.city = b.city and a.id between 10 and 20 order by a.id");
    query("with recursive fib(i, a, b) as (values(1, 0, 1) union all select i + 1, b, a + b from fib where i < 20) select group_concat(a, ' ') from fib");
    query("select reverse_sign(42), upper('abc'), hex(randomblob(0)) = '', date(0, 'unixepoch'), round(2.567, 2)");
    run("insert into customer values(1, 'twice', null)");
    run("begin");
    run("delete from purchase");
    query("select count(*) from purchase");
    run("rollback");
    query("select count(*) from purchase");
    query("select nothing from nowhere");
    printf("closed: %d\n", sqlite3_close(db));
    return 0;
}
