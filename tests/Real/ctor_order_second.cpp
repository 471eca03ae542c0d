// The second object of ctor_order.cpp.
#include <cstdio>

struct Tracer
{
    const char *name;
    Tracer(const char *n) : name(n) { std::printf("+%s\n", name); }
    ~Tracer() { std::printf("-%s\n", name); }
};

Tracer second_normal("second object");
Tracer second_early __attribute__((init_priority(175)))("priority 175");

void from_second()
{
    static Tracer local("second static local");
}
