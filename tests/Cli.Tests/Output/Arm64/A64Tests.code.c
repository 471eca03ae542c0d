// A little of everything that compilers make, for the disassembler to show: calls, jump tables, thread-local variables, loops, atomics, floats, bits.
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

extern int elsewhere;
extern int call(int, ...);
extern const char *const names[];
static int table[100];
static double sum;
static _Atomic long counter;
_Thread_local int here;
extern _Thread_local int there;

int choose(int a, long b)
{
    here += a;
    there ^= (int)b;
    switch (a)
    {
        case 1: return elsewhere;
        case 2: return call(a, b);
        case 3: return table[b];
        case 4: return (int)(table[a] * b);
        case 5: return (int)(b / a);
        case 6: return names[b][0];
        case 9: sum = __builtin_sqrt(sum) * 1.5 + (double)b; return sum < 3;
    }
    return a > b ? (int)b : a & 0xff0;
}

void blend(uint8_t *restrict to, const uint8_t *restrict from, size_t count)
{
    for (size_t i = 0; i < count; i++)
    {
        to[i] = (uint8_t)((to[i] * 3 + from[i]) >> 2);
    }
}

float squares(const float *values, int count)
{
    float total = 0;
    for (int i = 0; i < count; i++)
    {
        total += values[i] * values[i];
    }
    return total;
}

long total(const int *values, int count)
{
    long total = 0;
    for (int i = 0; i < count; i++)
    {
        total += values[i];
    }
    return total;
}

long both(long by) { return atomic_fetch_add(&counter, by) + atomic_exchange(&counter, by); }

_Bool swap(_Atomic int *place, int *expected, int wanted) { return atomic_compare_exchange_strong(place, expected, wanted); }

struct record
{
    long numbers[20];
    char letter;
    short word;
};

void copy(struct record *to, const struct record *from)
{
    *to = *from;
    to->word = (short)from->letter;
    to->numbers[3] = __builtin_clzl((unsigned long)from->numbers[2]) + (long)__builtin_bswap32((uint32_t)from->word) + __builtin_popcountl((unsigned long)from->numbers[4]);
}

__int128 product(long a, long b) { return (__int128)a * b; }

unsigned bits(unsigned a) { return (a >> 5 & 0x1f) | a << 12; }

int local(int size)
{
    char bytes[size];
    call(size, bytes);
    return bytes[0];
}

double mixed(long a, int b, float c, unsigned long d) { return (double)a + b + c + __builtin_fabs(c) + (double)d; }

long wide(void) { return 0x123456789abcdef0; }

int address(int (**f)(int, ...)) { *f = call; return 0x12345678; }
