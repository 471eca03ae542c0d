// Thread-local variables of Windows in main and in 8 threads, which are started before main touches its own.
// Every thread begins with fresh values, keeps its own, and addresses differ.
int printf(const char *format, ...);

void *CreateThread(void *security, unsigned long long stack, unsigned(__stdcall *body)(void *), void *argument, unsigned flags, unsigned *id);
void *CreateEventA(void *security, int manual, int set, const char *name);
int SetEvent(void *event);
unsigned WaitForSingleObject(void *handle, unsigned milliseconds);
int GetExitCodeThread(void *thread, unsigned *code);

static __declspec(thread) int initialised = 7;
static __declspec(thread) long long zero;
static __declspec(thread) char buffer[100] = "fresh";
__declspec(thread) int global_one = 1;
__declspec(thread) void *self_pointer;
__declspec(thread) _Alignas(16) char aligned = 3;

static void *all_worked;
static volatile int working;
static int failures[9];
static void *addresses[9];

static int work(int id)
{
    int bad = initialised != 7 || zero != 0 || global_one != 1 || buffer[0] != 'f' || buffer[99] != 0 || self_pointer != 0 || aligned != 3 || (unsigned long long)&aligned % 16 != 0;
    self_pointer = &self_pointer;
    addresses[id] = &zero;
    for (int i = 0; i < 1000; i++)
    {
        initialised += id;
        zero += i;
        global_one++;
    }
    buffer[0] = (char)('0' + id);
    return bad;
}

static int check(int id)
{
    return initialised != 7 + 1000 * id || zero != 499500 || global_one != 1001 || buffer[0] != '0' + id || self_pointer != &self_pointer;
}

static int both(int id)
{
    int bad = work(id);
    if (__sync_add_and_fetch(&working, 1) == 9)
        SetEvent(all_worked);
    WaitForSingleObject(all_worked, -1);
    return bad + check(id);
}

static unsigned __stdcall body(void *argument)
{
    int id = (int)(long long)argument;
    failures[id] = both(id);
    return 100 + id;
}

int main(void)
{
    void *threads[9];
    unsigned code;
    int same = 0;
    all_worked = CreateEventA(0, 1, 0, 0);
    for (long long id = 1; id <= 8; id++)
        threads[id] = CreateThread(0, 0, body, (void *)id, 0, 0);
    failures[0] = both(0);
    for (int id = 1; id <= 8; id++)
    {
        WaitForSingleObject(threads[id], -1);
        GetExitCodeThread(threads[id], &code);
        failures[id] += code != 100 + id;
    }
    for (int i = 0; i < 9; i++)
        for (int j = 0; j < i; j++)
            same += addresses[i] == addresses[j];
    for (int i = 0; i < 9; i++)
        printf("thread %d: %s\n", i, failures[i] ? "wrong" : "right");
    printf("shared addresses: %d\n", same);
    return 0;
}
