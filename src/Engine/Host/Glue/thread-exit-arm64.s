// The C library calls this when a thread ends: x0 points to { function, argument, state }.
// state: 0 waiting, 1 the image has gone and its function was run then, 2 the thread has ended.
// The record is not touched after the exchange, so whoever sees 2 may free it.

        .text
        .globl  linker_thread_exit
        .type   linker_thread_exit, @function
linker_thread_exit:
        bti     c
        ldp     x16, x1, [x0]
        add     x2, x0, #16
        mov     w3, #2
0:      ldaxr   w4, [x2]
        stlxr   w5, w3, [x2]
        cbnz    w5, 0b
        cbnz    w4, 1f
        mov     x0, x1
        br      x16
1:      ret
        .size   linker_thread_exit, .-linker_thread_exit

        .section .note.GNU-stack, "", @progbits
        .section .note.gnu.property, "a", @note
        .p2align 3
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0     // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI
