// Members of libc.a that choose their body at load time (STT_GNU_IFUNC): strlen, memchr, strchr, strcmp, strrchr, strnlen, memcmp.
// build.sh takes just these members out of libc.a, so that the rest of the C library stays the host's.
#include <stdio.h>
#include <string.h>

static volatile size_t offset = 3;

int main(void)
{
    char text[200];
    for (unsigned i = 0; i < sizeof text - 1; i++)
        text[i] = (char)('a' + i % 26);
    text[sizeof text - 1] = 0;
    size_t (*volatile length)(const char *) = strlen;
    char *(*volatile find)(const char *, int) = strchr;
    char *(*volatile find_last)(const char *, int) = strrchr;
    void *(*volatile find_byte)(const void *, int, size_t) = memchr;
    int (*volatile compare)(const char *, const char *) = strcmp;
    int (*volatile compare_bytes)(const void *, const void *, size_t) = memcmp;
    size_t (*volatile length_in)(const char *, size_t) = strnlen;
    printf("strlen %zu %zu\n", length(text), length(text + offset));
    printf("strnlen %zu %zu\n", length_in(text, 50), length_in(text, 500));
    printf("strchr %td, none %d\n", find(text + offset, 'b') - text, find(text, '!') == NULL);
    printf("strrchr %td\n", find_last(text, 'z') - text);
    printf("memchr %td\n", (char *)find_byte(text + offset, 'a', 100) - text);
    printf("strcmp %d %d\n", compare(text, text + 26) > 0, compare("abc", "abd") < 0);
    printf("memcmp %d %d\n", compare_bytes(text, text + 26, 100), compare_bytes(text, text + 1, 100) < 0);
    return 0;
}
