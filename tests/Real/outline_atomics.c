// Every kind of atomic operation, by four threads: compiled with -moutline-atomics they are calls of functions in libgcc.a that choose by the processor.
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

enum { Threads = 4, Rounds = 10000 };

static _Atomic uint8_t bytes;
static _Atomic uint16_t halves;
static _Atomic uint32_t words;
static _Atomic uint64_t longs, exchanged, compared;
static _Atomic uint32_t bits, cleared = ~0u, flipped;

static void *work(void *argument)
{
    uint32_t id = (uint32_t)(uintptr_t)argument;
    for (uint32_t i = 0; i < Rounds; i++)
    {
        atomic_fetch_add_explicit(&bytes, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&halves, 1, memory_order_acquire);
        atomic_fetch_add_explicit(&words, 1, memory_order_release);
        atomic_fetch_sub(&longs, 3);
        atomic_fetch_xor(&flipped, 1u << id);
        uint64_t seen = atomic_load(&compared);
        while (!atomic_compare_exchange_weak(&compared, &seen, seen + 2))
        {
        }
    }
    atomic_fetch_or(&bits, 1u << id);
    atomic_fetch_and(&cleared, ~(1u << id));
    return (void *)(uintptr_t)atomic_exchange(&exchanged, id + 1);
}

int main(void)
{
    pthread_t threads[Threads];
    uint64_t sum = 0;
    for (uintptr_t i = 0; i < Threads; i++)
        pthread_create(&threads[i], NULL, work, (void *)i);
    for (int i = 0; i < Threads; i++)
    {
        void *result;
        pthread_join(threads[i], &result);
        sum += (uintptr_t)result;
    }
    printf("added %u %u %u\n", bytes, halves, words);
    printf("subtracted %lld, compared %llu\n", (long long)longs, (unsigned long long)compared);
    printf("bits %x %x %x\n", bits, cleared, flipped);
    printf("exchanged %llu\n", (unsigned long long)(sum + exchanged));
    return 0;
}
