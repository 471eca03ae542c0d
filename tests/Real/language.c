// What C compilers make of the rest of the language: varargs, long double, __int128, computed goto, VLA, alloca, _Complex, atomics,
// nested tables, big switches, structs by value, string functions, bit fields, float conversions, inline assembler.
#ifdef _WIN32
#include <malloc.h>
#else
#include <alloca.h>
#endif
#include <complex.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct small { int a; float b; };
struct large { long values[10]; };
struct bits { unsigned a : 3, b : 7; signed c : 5; };

static double sum(int count, ...)
{
    va_list list;
    va_start(list, count);
    double total = 0;
    for (int i = 0; i < count; i++)
        total += i % 2 ? va_arg(list, double) : va_arg(list, int);
    va_end(list);
    return total;
}

static struct large twice(struct large value)
{
    for (int i = 0; i < 10; i++)
        value.values[i] *= 2;
    return value;
}

static struct small swap(struct small value)
{
    return (struct small){ (int)value.b, (float)value.a };
}

static int interpret(const char *program)
{
    static const void *const labels[] = { &&add, &&multiply, &&subtract, &&end };
    int value = 1;
    goto *labels[program[0] - 'a'];
add:
    value += 5;
    goto *labels[*++program - 'a'];
multiply:
    value *= 3;
    goto *labels[*++program - 'a'];
subtract:
    value -= 2;
    goto *labels[*++program - 'a'];
end:
    return value;
}

static const char *name(int value)
{
    switch (value)
    {
        case 0: return "zero";
        case 1: return "one";
        case 2: return "two";
        case 3: return "three";
        case 4: return "four";
        case 5: return "five";
        case 100: return "hundred";
        case 1000000: return "million";
        default: return "other";
    }
}

static long fill(int size)
{
    int array[size][size];
    char *text = alloca((size_t)size + 1);
    memset(text, 'x', (size_t)size);
    text[size] = 0;
    long total = 0;
    for (int i = 0; i < size; i++)
        for (int j = 0; j < size; j++)
            array[i][j] = i * j;
    for (int i = 0; i < size; i++)
        total += array[i][size - 1];
    return total + (long)strlen(text);
}

static int by_length(const void *a, const void *b)
{
    return (int)strlen(*(char *const *)a) - (int)strlen(*(char *const *)b);
}

int main(void)
{
    printf("varargs %g\n", sum(5, 1, 2.5, 3, 4.25, 5));
    volatile long double third = 1.0L / 3;
    printf("long double %.18Lf %zu\n", third * 2, sizeof third);
    volatile unsigned __int128 wide = (unsigned __int128)0xfedcba9876543210ull * 0x123456789abcdefull;
    unsigned __int128 quotient = wide / 1000000007u;
    printf("int128 %016" PRIx64 "%016" PRIx64 " %016" PRIx64 "\n", (uint64_t)(wide >> 64), (uint64_t)wide, (uint64_t)quotient);
    printf("goto %d\n", interpret("abcad"));
    printf("switch %s %s %s %s\n", name(3), name(100), name(1000000), name(-1));
    printf("vla %ld\n", fill(20));
    volatile double complex z = 3 + 4 * I;
    double complex product = z * (1 - 2 * I) / (2 + 1 * I);
    printf("complex %g %g\n", creal(product), cimag(product));
    static atomic_int counter = 5;
    int expected = 8;
    atomic_fetch_add(&counter, 3);
    int exchanged = atomic_compare_exchange_strong(&counter, &expected, 42);
    printf("atomic %d %d\n", exchanged, atomic_load(&counter));
    struct large large = twice((struct large){ { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 } });
    struct small small = swap((struct small){ 3, 4.5f });
    printf("structs %ld %d %g\n", large.values[9], small.a, (double)small.b);
    struct bits bits = { 5, 100, -7 };
    bits.b++;
    printf("bits %u %u %d\n", bits.a, bits.b, bits.c);
    const char *words[] = { "linker", "a", "addend", "GOT" };
    qsort(words, 4, sizeof words[0], by_length);
    printf("qsort %s %s\n", words[0], words[1]);
    volatile double d = -1.75;
    volatile float f = 16777217.0f;
    printf("convert %d %u %llu %.1f\n", (int)d, (unsigned)(d * -2), (unsigned long long)(f * 1e10f), (double)f);
    unsigned low, high;
#ifdef __aarch64__
    __asm__("umull %x0, %w2, %w3\n\tlsr %x1, %x0, #32" : "=&r"(low), "=r"(high) : "r"(0x80000001u), "r"(6u));
#else
    __asm__("mull %2" : "=a"(low), "=d"(high) : "r"(0x80000001u), "a"(6u));
#endif
    printf("asm %u %u\n", low, high);
    printf("wide %ls %zu\n", L"text", wcslen(L"four"));
    char *end;
    double parsed = strtod("2.5e3rest", &end);
    printf("strtod %g %s\n", parsed, end);
    return 0;
}
