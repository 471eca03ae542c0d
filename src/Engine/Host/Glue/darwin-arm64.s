; What code for Apple's systems calls that this system's C library has not. The objects are Mach-O: they join links of Mach-O objects.
; Weak: a definition of the program's own wins. AAPCS64 §6, which Apple's systems follow but for variable numbers of arguments.

        .section __TEXT,__text,regular,pure_instructions

; Where the calling thread's variable is. In: x0, a descriptor: this function, where two slots are, the offset in the thread's block.
; Out: x0. x16, x17, x30 and the flags may change, all other registers keep what they hold, as the functions in the slots promise, too.
        .globl  __tlv_bootstrap
        .weak_definition __tlv_bootstrap
        .private_extern __tlv_bootstrap
        .p2align 2
__tlv_bootstrap:
        hint    #34                     ; bti c
        stp     x1, x30, [sp, #-16]!
        mov     x1, x0
        ldr     x0, [x1, #8]            ; where a function and its argument are
        ldr     x16, [x0]
        blr     x16                     ; x0: from the thread pointer to the block
        mrs     x16, TPIDR_EL0
        add     x0, x0, x16
        ldr     x16, [x1, #16]
        add     x0, x0, x16
        ldp     x1, x30, [sp], #16
        ret

        .globl  _atexit
        .weak_definition _atexit
        .private_extern _atexit
_atexit:                                ; int atexit(void (*f)(void))
        hint    #34
        mov     x1, #0
        adrp    x2, ___dso_handle@PAGE
        add     x2, x2, ___dso_handle@PAGEOFF
        b       ___cxa_atexit           ; __cxa_atexit(f, NULL, dso)

        .globl  __tlv_atexit
        .weak_definition __tlv_atexit
        .private_extern __tlv_atexit
__tlv_atexit:                           ; void _tlv_atexit(void (*f)(void *), void *object)
        hint    #34
        adrp    x2, ___dso_handle@PAGE
        add     x2, x2, ___dso_handle@PAGEOFF
        b       ___cxa_thread_atexit    ; __cxa_thread_atexit(f, object, dso)

        .globl  ___assert_rtn
        .weak_definition ___assert_rtn
        .private_extern ___assert_rtn
___assert_rtn:                          ; void __assert_rtn(function, file, line, expression)
        hint    #34
        mov     x16, x0
        mov     x0, x3
        mov     x3, x16
        b       ___assert_fail          ; __assert_fail(expression, file, line, function)

; void memset_pattern4(void *to, const void *pattern, size_t size), and of 8 and 16 bytes.
        .globl  _memset_pattern4
        .weak_definition _memset_pattern4
        .private_extern _memset_pattern4
_memset_pattern4:
        hint    #34
        mov     x3, #3
        b       _fill
        .globl  _memset_pattern8
        .weak_definition _memset_pattern8
        .private_extern _memset_pattern8
_memset_pattern8:
        hint    #34
        mov     x3, #7
        b       _fill
        .globl  _memset_pattern16
        .weak_definition _memset_pattern16
        .private_extern _memset_pattern16
_memset_pattern16:
        hint    #34
        mov     x3, #15
_fill:
        mov     x4, #0
Lnext:
        cmp     x4, x2
        b.hs    Ldone
        and     x5, x4, x3              ; the pattern's size is a power of two
        ldrb    w6, [x1, x5]
        strb    w6, [x0, x4]
        add     x4, x4, #1
        b       Lnext
Ldone:
        ret

; { double sine, cosine; } __sincos_stret(double): in d0 and d1.
        .globl  ___sincos_stret
        .weak_definition ___sincos_stret
        .private_extern ___sincos_stret
___sincos_stret:
        hint    #34
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        add     x0, sp, #16
        add     x1, sp, #24
        bl      _sincos                 ; void sincos(double, double *sine, double *cosine)
        ldp     d0, d1, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

; { float sine, cosine; } __sincosf_stret(float): in s0 and s1.
        .globl  ___sincosf_stret
        .weak_definition ___sincosf_stret
        .private_extern ___sincosf_stret
___sincosf_stret:
        hint    #34
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        add     x0, sp, #16
        add     x1, sp, #20
        bl      _sincosf
        ldp     s0, s1, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

; What -fstack-protector compares; zero bytes stop strings that run over it.
        .section __DATA,__data
        .globl  ___stack_chk_guard
        .weak_definition ___stack_chk_guard
        .private_extern ___stack_chk_guard
        .p2align 3
___stack_chk_guard:
        .quad   0x0a0d00ff00e5a3c6

        .subsections_via_symbols
