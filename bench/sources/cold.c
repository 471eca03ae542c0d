/* Three functions: says how many microseconds ago the time was that it is given, in seconds with six decimals. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long then(const char *text)
{
    char *end;
    long long seconds = strtoll(text, &end, 10);
    return seconds * 1000000 + strtoll(end + 1, NULL, 10);
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
    long long time = now();
    return argc < 2 || printf("%lld\n", time - then(argv[1])) < 0;
}
