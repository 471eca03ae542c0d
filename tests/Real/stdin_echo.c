// Reads stdin to its end and writes it to stdout, then a count. stdin, stdout and stderr are the process's own.
#include <stdio.h>

int main(void)
{
    int c;
    long count = 0;
    while ((c = getchar()) != EOF)
    {
        putchar(c);
        count++;
    }
    printf("%ld bytes, end %d, error %d\n", count, feof(stdin) != 0, ferror(stdin) != 0);
    fprintf(stderr, "to stderr\n");
    return 0;
}
