// The order of static constructors and destructors over two objects (ctor_order_second.cpp), with init_priority, and atexit between them.
#include <cstdio>
#include <cstdlib>

struct Tracer
{
    const char *name;
    Tracer(const char *n) : name(n) { std::printf("+%s\n", name); }
    ~Tracer() { std::printf("-%s\n", name); }
};

Tracer normal_one("first object, one");
Tracer early __attribute__((init_priority(200)))("priority 200");
Tracer earliest __attribute__((init_priority(150)))("priority 150");
Tracer normal_two("first object, two");

void from_second();

int main()
{
    std::printf("main\n");
    static Tracer local("static local");
    std::atexit([] { std::printf("atexit\n"); });
    from_second();
    return 3;
}
