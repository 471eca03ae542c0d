// 10 MB of text-like data, the same on every machine, and a hash to print of it.
#include <stddef.h>

enum { plain_size = 10 * 1024 * 1024 };
static unsigned char plain[plain_size], restored[plain_size];

static void fill_plain(void)
{
    static const char *const words[] = { "linker ", "section ", "symbol ", "relocation ", "addend ", "place ", "slot ", "stub\n" };
    unsigned state = 12345;
    size_t used = 0;
    while (used < plain_size)
    {
        state = state * 1103515245u + 12345u;
        for (const char *c = words[state >> 29]; *c && used < plain_size; c++)
            plain[used++] = (unsigned char)*c;
        if ((state >> 16 & 15) == 0 && used < plain_size)
            plain[used++] = (unsigned char)(state >> 20);
    }
}

static unsigned fnv(const unsigned char *bytes, size_t size)
{
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}
