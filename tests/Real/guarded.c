// Functions that check the number between their arrays and their return address (/GS). What ends the process when it is not the same is the system.
int printf(const char *format, ...);
int strcmp(const char *a, const char *b);
int fflush(void *stream);
extern unsigned long long __security_cookie;

__declspec(noinline) static int sum(const volatile unsigned char *bytes, int count)
{
    unsigned char copy[32];
    int total = 0;
    for (int i = 0; i < count; i++)
        copy[i] = bytes[i];
    for (int i = 0; i < 32; i++)
        total += copy[i];
    return total;
}

static volatile unsigned char bytes[64];

int main(int argc, char **argv)
{
    for (int i = 0; i < 64; i++)
        bytes[i] = (unsigned char)i;
    printf("number chosen: %d\n", __security_cookie != 0x2b992ddfa232 && __security_cookie != 0);
    printf("sum %d\n", sum(bytes, 32));
    fflush(0);
    int count = argc > 1 && strcmp(argv[1], "overrun") == 0 ? 48 : 32;
    printf("sum %d\n", sum(bytes, count));
    return 7;
}
