// Variables of threads with constructors and destructors, in main and in a thread that is started later.
#include <cstdio>
#include <windows.h>

static const char *where = "before main";
static int next() { static int last = 0; return ++last; }

struct Named
{
    const char *name;
    int number;
    Named(const char *name, int number) : name(name), number(number) { std::printf("%s %d made (%s)\n", name, number, where); }
    ~Named() { std::printf("%s %d gone (%s)\n", name, number, where); }
};

static Named global("global", 0);
static thread_local Named first("first", next());
static thread_local Named second("second", next());
static int use() { return first.number * 10 + second.number; }

static Named &inside()
{
    static thread_local Named variable("inside", next());
    return variable;
}

static void body()
{
    where = "in a thread";
    std::printf("sum %d\n", use());
    std::printf("%s %d\n", inside().name, inside().number);
    std::printf("%s %d\n", inside().name, inside().number);
    where = "at its end";
}

static DWORD WINAPI enter(void *) { body(); return 0; }
static void run() { HANDLE thread = CreateThread(nullptr, 0, enter, nullptr, 0, nullptr); WaitForSingleObject(thread, INFINITE); CloseHandle(thread); }

int main()
{
    where = "in main";
    std::printf("sum %d\n", use());
    run();
    where = "in main again";
    std::printf("sum %d\n", use());
    run();
    where = "at the end";
    return 0;
}
