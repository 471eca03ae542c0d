// libstdc++: exceptions through five frames with clean-ups, rethrow, nested, std::exception_ptr, function try blocks, through qsort, terminate not reached.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

static int cleanups;
struct Guard { ~Guard() { cleanups++; } };
struct Special : std::runtime_error { int code; Special(int c) : std::runtime_error("special"), code(c) {} };

static int deep(int depth)
{
    Guard guard;
    std::string text(100, 'x');
    if (depth == 0)
        throw Special(42);
    return deep(depth - 1) + (int)text.size();
}

struct Member
{
    Member(bool bad) try : value(bad ? throw 1 : 0) {}
    catch (int) { std::puts("in constructor"); }
    int value;
};

static int compare(const void *a, const void *b)
{
    Guard guard;
    if (*(const int *)a == 1 || *(const int *)b == 1)
        throw std::string("from qsort");
    return *(const int *)a - *(const int *)b;
}

static int unexpected_filter(std::exception_ptr pointer)
{
    try { std::rethrow_exception(pointer); }
    catch (const std::logic_error &e) { std::printf("logic: %s\n", e.what()); return 1; }
    catch (...) { return 2; }
}

int main()
{
    try { deep(4); }
    catch (const std::invalid_argument &) { std::puts("wrong handler"); }
    catch (const std::exception &e) { std::printf("%s %d, %d cleanups\n", e.what(), dynamic_cast<const Special &>(e).code, cleanups); }
    try
    {
        try { deep(2); }
        catch (...) { std::puts("rethrown"); throw; }
    }
    catch (const Special &s) { std::printf("again %d, uncaught %d\n", s.code, std::uncaught_exceptions()); }
    try { Member member(true); }
    catch (int value) { std::printf("function try %d\n", value); }
    int values[] = { 4, 3, 2, 1 };
    try { std::qsort(values, 4, sizeof values[0], compare); }
    catch (const std::string &text) { std::printf("%s\n", text.c_str()); }
    std::exception_ptr pointer;
    try { throw std::out_of_range("kept"); }
    catch (...) { pointer = std::current_exception(); }
    std::printf("filter %d\n", unexpected_filter(pointer));
    try
    {
        try { throw std::runtime_error("inner"); }
        catch (...) { std::throw_with_nested(std::runtime_error("outer")); }
    }
    catch (const std::exception &outer)
    {
        try { std::rethrow_if_nested(outer); }
        catch (const std::exception &inner) { std::printf("%s of %s\n", inner.what(), outer.what()); }
    }
    try { std::vector<int>(3).at(3) = 1; }
    catch (const std::out_of_range &) { std::puts("out of range"); }
    int caught = 0;
    for (int i = 0; i < 10000; i++)
        try { throw i; } catch (int value) { caught += value == i; }
    std::printf("caught %d\n", caught);
    return 0;
}
