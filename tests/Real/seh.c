// Structured exceptions: a fault, a division by zero and a raised one, filters that see the code, that search on and that continue, __finally in order and through frames.
int printf(const char *format, ...);

struct record { unsigned code, flags; struct record *next; void *address; unsigned count; unsigned long long information[15]; };
struct pointers { struct record *record; void *context; };
void RaiseException(unsigned code, unsigned flags, unsigned count, const unsigned long long *arguments);
unsigned long _exception_code(void);
void *_exception_info(void);

static volatile int zero;
static int order, inner, outer;

// A guarded body has to be a call: compilers take no account of faults in the function itself.
__attribute__((noinline)) static void fault(void) { *(volatile int *)16 = 1; }
__attribute__((noinline)) static int divide(int value) { return value / zero; }
__attribute__((noinline)) static void raise(unsigned code)
{
    unsigned long long arguments[] = { 40, 2 };
    RaiseException(code, 0, 2, arguments);
}

static int with_sum(struct pointers *pointers, int *sum)
{
    *sum = (int)(pointers->record->information[0] + pointers->record->information[1]);
    return 1;
}

static int refuse(int *seen)
{
    *seen = ++order;
    return 0;
}

__attribute__((noinline)) static void cleaned(void)
{
    __try
    {
        __try { raise(0xe0000002); }
        __finally { inner = ++order; }
    }
    __finally { outer = ++order; }
}

int main(void)
{
    unsigned code = 0;
    int sum = 0, refused = 0, caught = 0, normal = 0;
    __try { fault(); }
    __except (code = _exception_code(), 1) { printf("fault %08x\n", code); }
    __try { printf("never %d\n", divide(100)); }
    __except (code = _exception_code(), code == 0xc0000094) { printf("division %08x\n", code); }
    __try { raise(0xe0000001); }
    __except (with_sum(_exception_info(), &sum)) { printf("arguments %d\n", sum); }
    __try
    {
        __try { cleaned(); }
        __except (refuse(&refused)) { printf("never\n"); }
    }
    __except (1) { caught = ++order; }
    printf("filter %d, inner %d, outer %d, caught %d\n", refused, inner, outer, caught);
    __try { raise(0xe0000003); printf("continued\n"); }
    __except (-1) { printf("never\n"); }
    __try { normal = 1; }
    __finally { normal += 10; }
    printf("normal %d\n", normal);
    return 0;
}
