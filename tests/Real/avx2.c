// AVX2 code with 32-byte aligned constants and stack, behind a check of the CPU; the same text on a CPU without it.
#include <immintrin.h>
#include <stdio.h>

static const int weights[8] __attribute__((aligned(32))) = { 1, 2, 3, 4, 5, 6, 7, 8 };
static int values[64] __attribute__((aligned(32)));

__attribute__((target("avx2"))) static int dot_avx2(void)
{
    __m256i total = _mm256_setzero_si256();
    __m256i weight = _mm256_load_si256((const __m256i *)weights);
    for (int i = 0; i < 64; i += 8)
        total = _mm256_add_epi32(total, _mm256_mullo_epi32(weight, _mm256_load_si256((const __m256i *)(values + i))));
    int parts[8] __attribute__((aligned(32)));
    _mm256_store_si256((__m256i *)parts, total);
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += parts[i];
    return sum;
}

static int dot(void)
{
    int sum = 0;
    for (int i = 0; i < 64; i++)
        sum += weights[i % 8] * values[i];
    return sum;
}

int main(void)
{
    for (int i = 0; i < 64; i++)
        values[i] = i * i - 100;
    __builtin_cpu_init();
    printf("dot %d %d\n", dot(), __builtin_cpu_supports("avx2") ? dot_avx2() : dot());
    return 0;
}
