// How a program ends, and names that glibc has only as static members or inline: atexit, at_quick_exit, pthread_atfork, stat, fstat, lstat, mknod.
// The argument chooses the end: return, exit, _exit, quick_exit or abort.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void first(void) { printf("atexit, registered first\n"); }
static void second(void) { printf("atexit, registered second\n"); }
static void quick(void) { printf("at_quick_exit\n"); fflush(stdout); }
static void before_fork(void) { printf("before fork\n"); fflush(stdout); }
__attribute__((destructor)) static void at_end(void) { printf("destructor\n"); }
__attribute__((constructor)) static void at_start(void) { printf("constructor\n"); }

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "return";
    printf("registered %d %d %d\n", atexit(first), atexit(second), at_quick_exit(quick));
    printf("pthread_atfork %d\n", pthread_atfork(before_fork, NULL, NULL));
    struct stat data;
    printf("stat / %d, directory %d\n", stat("/", &data), S_ISDIR(data.st_mode));
    printf("lstat missing %d\n", lstat("/does/not/exist", &data));
    printf("fstat %d\n", fstat(0, &data));
    fflush(stdout);
    if (strcmp(how, "exit") == 0)
        exit(3);
    if (strcmp(how, "_exit") == 0)
        _exit(4);
    if (strcmp(how, "quick_exit") == 0)
        quick_exit(5);
    if (strcmp(how, "abort") == 0)
        abort();
    if (fork() == 0)
        _exit(0);
    return 42;
}
