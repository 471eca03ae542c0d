// setjmp, longjmp through frames and out of a qsort comparison, sigsetjmp out of a signal handler, signals, alternate stack.
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf place;

static void deep(int depth)
{
    if (depth <= 0)
        longjmp(place, 42);
    deep(depth - 1);
    printf("never\n");
}

static int compare(const void *a, const void *b)
{
    if (*(const int *)a == 3 || *(const int *)b == 3)
        longjmp(place, 7);
    return *(const int *)a - *(const int *)b;
}

// Windows has few signals, and no way out of their handlers.
#ifndef _WIN32
static sigjmp_buf signal_place;
static volatile sig_atomic_t seen;

static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    seen = number;
    siglongjmp(signal_place, 1);
}

static void on_usr1(int number)
{
    seen = number;
}
#endif

int main(void)
{
    int code = setjmp(place);
    if (code == 0)
        deep(10);
    printf("deep %d\n", code);
    int values[] = { 5, 4, 3, 2, 1 };
    code = setjmp(place);
    if (code == 0)
        qsort(values, 5, sizeof values[0], compare);
    printf("qsort %d\n", code);
#ifndef _WIN32
    struct sigaction action = { 0 };
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGUSR2, &action, NULL);
    if (sigsetjmp(signal_place, 1) == 0)
        raise(SIGUSR2);
    printf("signal %s\n", seen == SIGUSR2 ? "caught" : "lost");
    signal(SIGUSR1, on_usr1);
    raise(SIGUSR1);
    printf("handler %s\n", seen == SIGUSR1 ? "returned" : "lost");
#endif
    return 0;
}
