// A program of Windows: arguments, environment, constructors and destructors, atexit, files, and how it ends; the argument chooses the end: return, exit, _exit or abort.
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void first(void) { printf("atexit, registered first\n"); }
static void second(void) { printf("atexit, registered second\n"); }
__attribute__((destructor)) static void at_end(void) { printf("destructor\n"); }
__attribute__((constructor)) static void at_start(void) { printf("constructor\n"); }

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "return";
    printf("argc %d, ended %d, name %s\n", argc, argv[argc] == NULL, argv[0] != NULL && argv[0][0] ? "given" : "missing");
    for (int i = 2; i < argc; i++)
        printf("argv[%d] = %s\n", i, argv[i]);
    int failures = atexit(first);
    failures += atexit(second);
    printf("registered, %d failures\n", failures);
    printf("PATH %d\n", getenv("PATH") != NULL);
    _putenv("LINKER_TEST=value");
    printf("putenv %s\n", getenv("LINKER_TEST"));
    struct stat data;
    int status = stat("c:\\windows", &data);
    printf("stat %d, directory %d\n", status, S_ISDIR(data.st_mode));
    FILE *file = tmpfile();
    fprintf(file, "line %d\n", 5);
    rewind(file);
    int line = 0;
    int fields = fscanf(file, "line %d", &line);
    printf("file %d, line %d, closed %d\n", fields, line, fclose(file));
    fflush(stdout);
    if (strcmp(how, "exit") == 0)
        exit(3);
    if (strcmp(how, "_exit") == 0)
        _exit(4);
    if (strcmp(how, "abort") == 0)
        abort();
    return 42;
}
