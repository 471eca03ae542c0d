// Import libraries: by ordinal and by name, under another name than the library's own, a variable, with and without dllimport, addresses in initialised data.
int printf(const char *format, ...);

__declspec(dllimport) unsigned ntohl(unsigned value);
unsigned short htons(unsigned short value);
__declspec(dllimport) int capital(int character);
__declspec(dllimport) extern double _HUGE;
void qsort(void *base, unsigned long long count, unsigned long long size, int (*compare)(const void *, const void *));

static unsigned short (*const called)(unsigned short) = htons;
extern void *const __imp_qsort;

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

int main(void)
{
    int values[] = { 3, 1, 2 };
    printf("ordinal %08x\n", ntohl(0x01020304));
    printf("name %04x, by address %04x\n", htons(0x0102), called(0x0304));
    printf("other name %c\n", capital('x'));
    printf("variable %d\n", _HUGE > 1e308 * 10 || _HUGE == __builtin_inf());
    qsort(values, 3, sizeof values[0], compare);
    printf("sorted %d %d %d, slot %d\n", values[0], values[1], values[2], __imp_qsort != 0);
    return 0;
}
