// fork, exit code of the child, a pipe between the two, execve of another program, waitpid.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int global_value = 1;

int main(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 1;
    printf("before\n");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
    {
        global_value = 2;
        char text[32];
        int size = snprintf(text, sizeof text, "child has %d", global_value);
        if (write(ends[1], text, (size_t)size) != size)
            _exit(1);
        _exit(7);
    }
    char text[64] = "";
    if (read(ends[0], text, sizeof text - 1) < 0)
        return 1;
    int status;
    waitpid(child, &status, 0);
    printf("%s, parent has %d, exit code %d\n", text, global_value, WEXITSTATUS(status));
    fflush(stdout);
    child = fork();
    if (child == 0)
    {
        execl("/bin/echo", "echo", "executed", (char *)NULL);
        _exit(127);
    }
    waitpid(child, &status, 0);
    printf("exit code %d\n", WEXITSTATUS(status));
    FILE *command = popen("echo through a shell", "r");
    if (command != NULL && fgets(text, sizeof text, command) != NULL)
        printf("%s", text);
    printf("closed %d\n", pclose(command));
    return 0;
}
