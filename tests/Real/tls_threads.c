// Thread-local variables in main and in 8 threads, four of them started before main touches its own. Compiled once per TLS model.
// Every thread begins with fresh values, keeps its own, and addresses differ.
#include <pthread.h>
#include <stdio.h>

static __thread int initialised = 7;
static __thread long zero;
static __thread char buffer[100] = "fresh";
__thread int global_one = 1;
__thread void *self_pointer;

static pthread_barrier_t first_half, all;
static int failures[9];
static void *addresses[9];

static int work(int id)
{
    int bad = initialised != 7 || zero != 0 || global_one != 1 || buffer[0] != 'f' || buffer[99] != 0 || self_pointer != 0;
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

static void *body(void *argument)
{
    int id = (int)(long)argument;
    if (id <= 4)
        pthread_barrier_wait(&first_half);
    failures[id] = work(id);
    pthread_barrier_wait(&all);
    failures[id] += check(id);
    return NULL;
}

int main(void)
{
    pthread_t threads[9];
    pthread_barrier_init(&first_half, NULL, 5);
    pthread_barrier_init(&all, NULL, 9);
    for (long id = 1; id <= 4; id++)
        pthread_create(&threads[id], NULL, body, (void *)id);
    failures[0] = work(0);
    pthread_barrier_wait(&first_half);
    for (long id = 5; id <= 8; id++)
        pthread_create(&threads[id], NULL, body, (void *)id);
    pthread_barrier_wait(&all);
    failures[0] += check(0);
    for (int id = 1; id <= 8; id++)
        pthread_join(threads[id], NULL);
    int same = 0;
    for (int i = 0; i < 9; i++)
        for (int j = 0; j < i; j++)
            same += addresses[i] == addresses[j];
    for (int i = 0; i < 9; i++)
        printf("thread %d: %s\n", i, failures[i] ? "wrong" : "right");
    printf("shared addresses: %d\n", same);
    return 0;
}
