// argc, argv (writable, ended by null), envp and environ, getenv, setenv. The runner gives the arguments `one "two words" three`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

int main(int argc, char **argv, char **envp)
{
    printf("argc %d, ended %d, name %s\n", argc, argv[argc] == NULL, argv[0] != NULL && argv[0][0] ? "given" : "missing");
    for (int i = 1; i < argc; i++)
        printf("argv[%d] = %s\n", i, argv[i]);
    argv[1][0] = 'O';
    printf("changed to %s\n", argv[1]);
    int path = 0;
    for (char **entry = envp; *entry; entry++)
        path += strncmp(*entry, "PATH=", 5) == 0;
    printf("PATH %d, environ %s, getenv %d\n", path, environ != NULL && environ[0] != NULL ? "set" : "not set", getenv("PATH") != NULL);
    setenv("LINKER_TEST", "value", 1);
    printf("setenv %s\n", getenv("LINKER_TEST"));
    return 0;
}
