# What code for Apple's systems calls that this system's C library has not. The objects are Mach-O: they join links of Mach-O objects.
# Weak: a definition of the program's own wins. System V ABI AMD64 §3.2.3, which Apple's systems follow.

        .section __TEXT,__text,regular,pure_instructions

# Where the calling thread's variable is. In: rdi, a descriptor: this function, where two slots are, the offset in the thread's block.
# Out: rax. All other registers keep what they hold, as the functions in the slots promise, too.
        .globl  __tlv_bootstrap
        .weak_definition __tlv_bootstrap
        .private_extern __tlv_bootstrap
        .p2align 4
__tlv_bootstrap:
        subq    $8, %rsp
        movq    8(%rdi), %rax           # where a function and its argument are
        callq   *(%rax)                 # rax: from the thread pointer to the block
        addq    $8, %rsp
        addq    %fs:0, %rax
        addq    16(%rdi), %rax
        retq

        .globl  _atexit
        .weak_definition _atexit
        .private_extern _atexit
_atexit:                                # int atexit(void (*f)(void))
        xorl    %esi, %esi
        leaq    ___dso_handle(%rip), %rdx
        jmp     ___cxa_atexit           # __cxa_atexit(f, NULL, dso)

        .globl  __tlv_atexit
        .weak_definition __tlv_atexit
        .private_extern __tlv_atexit
__tlv_atexit:                           # void _tlv_atexit(void (*f)(void *), void *object)
        leaq    ___dso_handle(%rip), %rdx
        jmp     ___cxa_thread_atexit    # __cxa_thread_atexit(f, object, dso)

        .globl  ___assert_rtn
        .weak_definition ___assert_rtn
        .private_extern ___assert_rtn
___assert_rtn:                          # void __assert_rtn(function, file, line, expression)
        xchgq   %rdi, %rcx
        jmp     ___assert_fail          # __assert_fail(expression, file, line, function)

# void memset_pattern4(void *to, const void *pattern, size_t size), and of 8 and 16 bytes.
        .globl  _memset_pattern4
        .weak_definition _memset_pattern4
        .private_extern _memset_pattern4
_memset_pattern4:
        movl    $4, %ecx
        jmp     _fill
        .globl  _memset_pattern8
        .weak_definition _memset_pattern8
        .private_extern _memset_pattern8
_memset_pattern8:
        movl    $8, %ecx
        jmp     _fill
        .globl  _memset_pattern16
        .weak_definition _memset_pattern16
        .private_extern _memset_pattern16
_memset_pattern16:
        movl    $16, %ecx
_fill:
        xorl    %r8d, %r8d              # byte of the pattern
        xorl    %r9d, %r9d              # byte of the memory
Lnext:
        cmpq    %rdx, %r9
        jae     Ldone
        movb    (%rsi,%r8), %al
        movb    %al, (%rdi,%r9)
        incq    %r9
        incq    %r8
        cmpq    %rcx, %r8
        jb      Lnext
        xorl    %r8d, %r8d
        jmp     Lnext
Ldone:
        retq

# { double sine, cosine; } __sincos_stret(double): in xmm0 and xmm1.
        .globl  ___sincos_stret
        .weak_definition ___sincos_stret
        .private_extern ___sincos_stret
___sincos_stret:
        subq    $24, %rsp
        movq    %rsp, %rdi
        leaq    8(%rsp), %rsi
        callq   _sincos                 # void sincos(double, double *sine, double *cosine)
        movsd   (%rsp), %xmm0
        movsd   8(%rsp), %xmm1
        addq    $24, %rsp
        retq

# { float sine, cosine; } __sincosf_stret(float): both in xmm0.
        .globl  ___sincosf_stret
        .weak_definition ___sincosf_stret
        .private_extern ___sincosf_stret
___sincosf_stret:
        subq    $24, %rsp
        movq    %rsp, %rdi
        leaq    4(%rsp), %rsi
        callq   _sincosf
        movsd   (%rsp), %xmm0
        addq    $24, %rsp
        retq

# What -fstack-protector compares; zero bytes stop strings that run over it.
        .section __DATA,__data
        .globl  ___stack_chk_guard
        .weak_definition ___stack_chk_guard
        .private_extern ___stack_chk_guard
        .p2align 3
___stack_chk_guard:
        .quad   0x0a0d00ff00e5a3c6

        .subsections_via_symbols
