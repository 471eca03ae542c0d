// C++ exceptions as the compilers of Windows lay them out: by value and by reference to a base, clean-ups in frames, rethrow, nested handlers, catch-all, one that meets noexcept code only inside.
extern "C" int printf(const char *format, ...);

static int cleanups, copies;
struct Guard { ~Guard() { cleanups++; } };
struct Base
{
    int code;
    Base(int c) : code(c) {}
    Base(const Base &other) : code(other.code) { copies++; }
    virtual ~Base() {}
    virtual int twice() const { return code * 2; }
};
struct Other { int value = 7; };
struct Derived : Other, Base
{
    Derived(int c) : Base(c) {}
    int twice() const override { return code * 2 + 1; }
};

__attribute__((noinline)) static int deep(int depth)
{
    Guard guard;
    if (depth == 0)
        throw Derived(21);
    return deep(depth - 1) + 1;
}

__attribute__((noinline)) static int classify(int what)
{
    try
    {
        switch (what)
        {
            case 0: throw 5;
            case 1: throw "text";
            case 2: throw Derived(3);
            case 3: throw 2.5;
            default: return 0;
        }
    }
    catch (int value) { return value; }
    catch (const char *text) { return text[0]; }
    catch (const Other &other) { return other.value; }
    catch (...) { return -1; }
}

static int inside() noexcept
{
    try { return deep(2); }
    catch (...) { return 9; }
}

static int rethrown()
{
    try
    {
        try { deep(1); }
        catch (Base &base) { base.code = 100; throw; }
    }
    catch (const Derived &derived) { return derived.code; }
    return 0;
}

static int nested()
{
    try { throw 1; }
    catch (int first)
    {
        try { throw 20L; }
        catch (long second) { return first + (int)second; }
    }
    return 0;
}

struct Global
{
    Global() { printf("constructor %d\n", classify(1)); }
    ~Global() { printf("destructor %d\n", classify(0)); }
} global;

int main()
{
    try { deep(4); }
    catch (const Base &base) { printf("deep %d, %d clean-ups\n", base.twice(), cleanups); }
    for (int what = 0; what < 5; what++)
        printf("classify %d\n", classify(what));
    try { throw Derived(4); }
    catch (Base base) { printf("sliced %d, copied %d\n", base.twice(), copies > 0); }
    printf("inside %d\n", inside());
    printf("rethrown %d\n", rethrown());
    printf("nested %d\n", nested());
    int caught = 0;
    for (int i = 0; i < 1000; i++)
        try { deep(i % 10); }
        catch (Derived &) { caught++; }
    printf("caught %d, %d clean-ups\n", caught, cleanups);
    return 6;
}
