// The other side of vector_call.c.
#include <arm_neon.h>

__attribute__((aarch64_vector_pcs)) uint32x4_t vector_add(uint32x4_t a, uint32x4_t b) {
    // Uses registers that the ordinary standard lets a function change.
    uint32x4_t twice = vaddq_u32(a, a), more = vaddq_u32(twice, b);
    __asm__ volatile("" : "+w"(twice), "+w"(more) : : "v16", "v17", "v18", "v19", "v20");
    return vsubq_u32(more, a);
}
