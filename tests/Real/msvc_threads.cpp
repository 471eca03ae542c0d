// Variables of threads that are initialised by code and destroyed, functions that are told of threads, variables inside functions that several threads want at once: as Microsoft's compiler arranges them.
extern "C"
{
    int printf(const char *format, ...);
    void *CreateThread(void *security, unsigned long long stack, unsigned(__stdcall *body)(void *), void *argument, unsigned flags, unsigned *id);
    unsigned WaitForSingleObject(void *handle, unsigned milliseconds);
    void *CreateEventA(void *security, int manual, int set, const char *name);
    int SetEvent(void *event);
    void Sleep(unsigned milliseconds);
    unsigned GetCurrentThreadId();
    long _InterlockedIncrement(volatile long *);
    extern char __ImageBase;
}

static const char *where = "before main";
static unsigned first_thread;

static void __stdcall watch(void *image, unsigned reason, void *)
{
    static const char *const reasons[] = {"the image goes", "the image comes", "a thread begins", "a thread ends"};
    if (first_thread == 0)
        first_thread = GetCurrentThreadId();
    if (where)
        printf("watch (%s): %s%s\n", where, reasons[reason], image == &__ImageBase ? "" : ", of another image");
}
#pragma section(".CRT$XLB", long, read)
extern "C" __declspec(allocate(".CRT$XLB")) void(__stdcall *const p_watch)(void *, unsigned, void *) = watch;

struct Named
{
    const char *name;
    int number;
    Named(const char *name, int number) : name(name), number(number) { say("made"); }
    ~Named() { say("gone"); }
    void say(const char *what) { if (where) printf("%s %d %s (%s)\n", name, number, what, where); }
};

static int next() { static int last = 0; return ++last; }
static Named global("global", 0);
static thread_local Named first("first", next());
static thread_local Named second("second", next());
static thread_local int plain = next() * 10;
static int use() { return first.number * 100 + second.number * 10 + plain; }

static Named &inside()
{
    static thread_local Named variable("inside", next());
    return variable;
}

static void run(unsigned(__stdcall *body)(void *), void *argument)
{
    void *thread = CreateThread(0, 0, body, argument, 0, 0);
    WaitForSingleObject(thread, ~0u);
}

static unsigned __stdcall with_variables(void *)
{
    where = "in a thread";
    printf("sum %d\n", use());
    printf("%s %d\n", inside().name, inside().number);
    printf("%s %d\n", inside().name, inside().number);
    where = "at its end";
    return 0;
}

static volatile long constructions, racers;
static void *go;
struct Slow
{
    int value;
    Slow() { Sleep(50); value = 42; _InterlockedIncrement(&constructions); }
};
static int slow()
{
    static Slow once;
    return once.value;
}
static volatile long right;
static unsigned __stdcall race(void *)
{
    _InterlockedIncrement(&racers);
    WaitForSingleObject(go, ~0u);
    if (slow() == 42)
        _InterlockedIncrement(&right);
    return 0;
}

static int attempts;
struct Failing
{
    Failing() { if (++attempts < 3) throw attempts; }
};
static int failing()
{
    try
    {
        static Failing once;
        return 0;
    }
    catch (int attempt)
    {
        return attempt;
    }
}

int main()
{
    where = "in main";
    printf("same thread: %d\n", GetCurrentThreadId() == first_thread);
    printf("sum %d\n", use());
    where = "before a thread";
    run(with_variables, 0);
    where = 0;
    void *threads[6];
    go = CreateEventA(0, 1, 0, 0);
    for (int i = 0; i < 6; i++)
        threads[i] = CreateThread(0, 0, race, 0, 0, 0);
    while (racers < 6)
        Sleep(1);
    SetEvent(go);
    for (int i = 0; i < 6; i++)
        WaitForSingleObject(threads[i], ~0u);
    where = "at the end";
    printf("constructions %ld, right %ld\n", constructions, right);
    int a = failing(), b = failing(), c = failing(), d = failing();
    printf("attempts %d: %d %d %d %d\n", attempts, a, b, c, d);
    return 0;
}
