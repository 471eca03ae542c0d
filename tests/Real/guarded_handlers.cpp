// Exceptions through functions of /GS (guarded_handlers.s), whose handlers check the stack. The argument names the function whose stack is damaged: the system ends the process there.
extern "C"
{
    int printf(const char *format, ...);
    int strcmp(const char *a, const char *b);
    int fflush(void *stream);
    void RaiseException(unsigned code, unsigned flags, unsigned count, void *arguments);
    int guarded_plain(int), guarded_aligned(int), guarded_seh(int), guarded_seh_passing(int), guarded_eh(int), guarded_eh4_passing(int);
    void raise_software() { RaiseException(0xe0000042, 0, 0, 0); }
    void thrown() { throw 7; }
}

static int through(int (*function)(int), int damage)
{
    __try
    {
        return function(damage);
    }
    __except (1)
    {
        return 1;
    }
}

int main(int argc, char **argv)
{
    static const struct { const char *name; int (*function)(int); } rows[] = {
        {"plain", guarded_plain}, {"aligned", guarded_aligned}, {"seh", guarded_seh}, {"seh_passing", guarded_seh_passing}, {"eh", guarded_eh}, {"eh4_passing", guarded_eh4_passing},
    };
    for (auto &row : rows)
    {
        fflush(0);
        printf("%s: %d\n", row.name, through(row.function, argc > 1 && strcmp(argv[1], row.name) == 0));
    }
    fflush(0);
    return 0;
}
