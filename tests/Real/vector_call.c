// Calls by the vector procedure call standard of AArch64 (variant_pcs): all of v8 to v23 survive them, not only the lower halves of v8 to v15.
#include <arm_neon.h>
#include <stdio.h>

__attribute__((aarch64_vector_pcs)) uint32x4_t vector_add(uint32x4_t a, uint32x4_t b);
__attribute__((aarch64_vector_pcs)) uint32x4_t (*volatile through_pointer)(uint32x4_t, uint32x4_t) = vector_add;

#ifdef TAGGED
extern uint32_t marked[4];
#else
uint32_t marked[4] = { 1, 2, 3, 4 };
#endif

static uint32x4_t all(uint32_t seed, uint32x4_t (*add)(uint32x4_t, uint32x4_t) __attribute__((aarch64_vector_pcs))) {
    uint32x4_t kept[16], sum = vdupq_n_u32(0);
    for (int i = 0; i < 16; i++) kept[i] = vaddq_u32(vdupq_n_u32(seed + i), vld1q_u32(marked));
    uint32x4_t a = kept[0], b = kept[1], c = kept[2], d = kept[3], e = kept[4], f = kept[5], g = kept[6], h = kept[7];
    for (int i = 0; i < 4; i++) sum = add(sum, kept[i + 8]);
    sum = add(sum, vector_add(vector_add(a, b), vector_add(c, d)));
    return add(sum, add(add(e, f), add(g, h)));
}

int main(void) {
    uint32_t out[4];
    vst1q_u32(out, all(10, vector_add));
    printf("%u %u %u %u\n", out[0], out[1], out[2], out[3]);
    vst1q_u32(out, all(20, through_pointer));
    printf("%u %u %u %u\n", out[0], out[1], out[2], out[3]);
    return 0;
}
