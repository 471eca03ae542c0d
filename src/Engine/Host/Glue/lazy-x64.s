# The gate that a function's first call goes through. In: r11 points to the function's record { this gate, resolver, ... }; all other registers and the stack are the caller's. The resolver gets the record and
# returns where to jump. The function there finds every register that can hold an argument as the caller left it (integer, al, static chain, vector registers in full), and the caller's return address on the stack:
# the gate is not there any more, for whoever unwinds. errno stays what it was. The x87 registers hold no arguments, and no resolver touches them.
# System V ABI AMD64 §3.2.1 (registers), §3.2.3 (arguments); all vector and mask registers are kept, not only those of that convention.

        .text

        .macro  for16 operation
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        \operation \n
        .endr
        .endm

        .macro  save_xmm n
        movups  %xmm\n, \n*16(%rsp)
        .endm
        .macro  load_xmm n
        movups  \n*16(%rsp), %xmm\n
        .endm
        .macro  save_ymm n
        vmovups %ymm\n, \n*32(%rsp)
        .endm
        .macro  load_ymm n
        vmovups \n*32(%rsp), %ymm\n
        .endm
        .macro  save_zmm n
        vmovups %zmm\n, \n*64(%rsp)
        .endm
        .macro  load_zmm n
        vmovups \n*64(%rsp), %zmm\n
        .endm

        .macro  save_all_zmm
        for16   save_zmm
        .irp    n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        save_zmm \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        kmovq   %k\n, -160+\n*8(%rbp)
        .endr
        .endm
        .macro  load_all_zmm
        for16   load_zmm
        .irp    n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        load_zmm \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        kmovq   -160+\n*8(%rbp), %k\n
        .endr
        .endm

# The frame, from rbp down: 64 bytes of integer registers, 8 of the record and then of the target, 16 of errno, 8 unused, 64 of mask registers, the vector registers.
        .macro  gate name, size, save, load
        .globl  \name
        .type   \name, @function
        .p2align 4
\name:
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        subq    $160+\size, %rsp
        movq    %rax, -8(%rbp)
        movq    %rcx, -16(%rbp)
        movq    %rdx, -24(%rbp)
        movq    %rsi, -32(%rbp)
        movq    %rdi, -40(%rbp)
        movq    %r8, -48(%rbp)
        movq    %r9, -56(%rbp)
        movq    %r10, -64(%rbp)
        movq    %r11, -72(%rbp)
        \save
        callq   __errno_location@PLT
        movl    (%rax), %ecx
        movq    %rax, -80(%rbp)
        movl    %ecx, -88(%rbp)
        movq    -72(%rbp), %rdi
        callq   *8(%rdi)
        movq    %rax, -72(%rbp)
        movq    -80(%rbp), %rax
        movl    -88(%rbp), %ecx
        movl    %ecx, (%rax)
        \load
        movq    -8(%rbp), %rax
        movq    -16(%rbp), %rcx
        movq    -24(%rbp), %rdx
        movq    -32(%rbp), %rsi
        movq    -40(%rbp), %rdi
        movq    -48(%rbp), %r8
        movq    -56(%rbp), %r9
        movq    -64(%rbp), %r10
        movq    -72(%rbp), %r11
        leave
        .cfi_def_cfa %rsp, 8
        .cfi_restore %rbp
        jmpq    *%r11
        .cfi_endproc
        .size   \name, .-\name
        .endm

        gate    linker_lazy_gate_0, 256, "for16 save_xmm", "for16 load_xmm"
        gate    linker_lazy_gate_1, 512, "for16 save_ymm", "for16 load_ymm"
        gate    linker_lazy_gate_2, 2048, save_all_zmm, load_all_zmm

# Which gate keeps all that this processor has and the system keeps for its threads: 0 xmm, 1 ymm, 2 zmm and masks. What software is told to use of them does not matter.
        .globl  linker_lazy_level
        .type   linker_lazy_level, @function
        .p2align 4
linker_lazy_level:                      # int linker_lazy_level()
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_def_cfa_offset 16
        .cfi_offset %rbx, -16
        xorl    %r8d, %r8d              # the level
        xorl    %eax, %eax
        cpuid
        movl    %eax, %r9d              # the last leaf
        movl    $1, %eax
        xorl    %ecx, %ecx
        cpuid
        andl    $0x18000000, %ecx       # OSXSAVE, AVX
        cmpl    $0x18000000, %ecx
        jne     1f
        xorl    %ecx, %ecx
        xgetbv
        movl    %eax, %r10d
        andl    $0x06, %eax             # XCR0: SSE, AVX
        cmpl    $0x06, %eax
        jne     1f
        movl    $1, %r8d
        cmpl    $7, %r9d
        jb      1f
        movl    $7, %eax
        xorl    %ecx, %ecx
        cpuid
        andl    $0x40010000, %ebx       # AVX512F, AVX512BW
        cmpl    $0x40010000, %ebx
        jne     1f
        andl    $0xe0, %r10d            # XCR0: masks, upper halves, upper registers
        cmpl    $0xe0, %r10d
        jne     1f
        movl    $2, %r8d
1:      movl    %r8d, %eax
        popq    %rbx
        .cfi_def_cfa_offset 8
        .cfi_restore %rbx
        retq
        .cfi_endproc
        .size   linker_lazy_level, .-linker_lazy_level

        .section .note.GNU-stack, "", @progbits
