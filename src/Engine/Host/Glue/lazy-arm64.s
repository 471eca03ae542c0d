// The gate that a function's first call goes through. In: x16 points to the function's record { this gate, resolver, ... }; x17 may change; all other registers and the stack are the caller's. The resolver gets
// the record and returns where to jump. The function there finds every register that can hold an argument as the caller left it (x0 to x15, x18, vector registers in full, predicates), and the caller's return
// address: the gate is not there any more, for whoever unwinds. errno stays what it was. The resolver computes as C does at its start, and what it raises while it computes is not the caller's: FPCR and FPSR are
// set aside. A function that is compiled on the way has to have the constants that it would have at any other time.
// AAPCS64 §6.1.1, §6.1.2, §6.1.3 (registers); all vector registers are kept, as those who call by the vector conventions expect of the function itself.

        .text

        .macro  vectors operation
        \operation q0, q1, [sp, #0]
        \operation q2, q3, [sp, #32]
        \operation q4, q5, [sp, #64]
        \operation q6, q7, [sp, #96]
        \operation q8, q9, [sp, #128]
        \operation q10, q11, [sp, #160]
        \operation q12, q13, [sp, #192]
        \operation q14, q15, [sp, #224]
        \operation q16, q17, [sp, #256]
        \operation q18, q19, [sp, #288]
        \operation q20, q21, [sp, #320]
        \operation q22, q23, [sp, #352]
        \operation q24, q25, [sp, #384]
        \operation q26, q27, [sp, #416]
        \operation q28, q29, [sp, #448]
        \operation q30, q31, [sp, #480]
        .endm
        .macro  save_simd
        sub     sp, sp, #512
        vectors stp
        .endm
        .macro  load_simd
        vectors ldp
        .endm

// Sixteen predicates, an eighth of a vector each, below the vectors.
        .macro  scalable operation
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        \operation p\n, [sp, #\n, mul vl]
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \operation z\n, [sp, #\n+2, mul vl]
        .endr
        .endm
        .macro  save_sve
        addvl   sp, sp, #-17
        addvl   sp, sp, #-17
        scalable str
        .endm
        .macro  load_sve
        scalable ldr
        .endm

// The frame, from x29 up: the caller's x29 and x30, x0 to x15, x16 (the record, then the target) and x18, 16 bytes of errno, FPCR and FPSR. The vector registers are below.
        .macro  gate name, save, load
        .globl  \name
        .type   \name, @function
        .p2align 4
\name:
        .cfi_startproc
        bti     c
        stp     x29, x30, [sp, #-192]!
        .cfi_def_cfa_offset 192
        .cfi_offset x29, -192
        .cfi_offset x30, -184
        mov     x29, sp
        .cfi_def_cfa_register x29
        stp     x0, x1, [x29, #16]
        stp     x2, x3, [x29, #32]
        stp     x4, x5, [x29, #48]
        stp     x6, x7, [x29, #64]
        stp     x8, x9, [x29, #80]
        stp     x10, x11, [x29, #96]
        stp     x12, x13, [x29, #112]
        stp     x14, x15, [x29, #128]
        stp     x16, x18, [x29, #144]
        mrs     x0, fpcr
        mrs     x1, fpsr
        stp     x0, x1, [x29, #176]
        msr     fpcr, xzr
        \save
        bl      __errno_location
        ldr     w1, [x0]
        stp     x0, x1, [x29, #160]
        ldr     x0, [x29, #144]
        ldr     x16, [x0, #8]
        blr     x16
        str     x0, [x29, #144]
        ldp     x0, x1, [x29, #160]
        str     w1, [x0]
        ldp     x0, x1, [x29, #176]
        msr     fpcr, x0
        msr     fpsr, x1
        \load
        mov     sp, x29
        ldp     x0, x1, [x29, #16]
        ldp     x2, x3, [x29, #32]
        ldp     x4, x5, [x29, #48]
        ldp     x6, x7, [x29, #64]
        ldp     x8, x9, [x29, #80]
        ldp     x10, x11, [x29, #96]
        ldp     x12, x13, [x29, #112]
        ldp     x14, x15, [x29, #128]
        ldp     x16, x18, [x29, #144]
        .cfi_def_cfa_register sp
        ldp     x29, x30, [sp], #192
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        br      x16
        .cfi_endproc
        .size   \name, .-\name
        .endm

        gate    linker_lazy_gate_0, save_simd, load_simd
        .arch_extension sve
        gate    linker_lazy_gate_1, save_sve, load_sve
        .arch_extension nosve

// Which gate keeps all that this processor has: 0 SIMD, 1 SVE.
        .globl  linker_lazy_level
        .type   linker_lazy_level, @function
        .p2align 4
linker_lazy_level:                      // int linker_lazy_level(void)
        .cfi_startproc
        bti     c
        stp     x29, x30, [sp, #-16]!
        .cfi_def_cfa_offset 16
        .cfi_offset x29, -16
        .cfi_offset x30, -8
        mov     x29, sp
        mov     x0, #16                 // AT_HWCAP
        bl      getauxval
        ubfx    x0, x0, #22, #1         // HWCAP_SVE
        ldp     x29, x30, [sp], #16
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        ret
        .cfi_endproc
        .size   linker_lazy_level, .-linker_lazy_level

        .section .note.GNU-stack, "", @progbits
        .section .note.gnu.property, "a", @note
        .p2align 3
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0     // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI
