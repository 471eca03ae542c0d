# The gate that a function's first call goes through. In: r11 points to the function's record { this gate, resolver, ... }; all other registers and the stack are the caller's. The resolver gets the record and
# returns where to jump. The function there finds every register that can hold an argument as the caller left it (integer, static chain, vector registers in full), and the caller's return address and home space
# on the stack: the gate is not there any more, for whoever unwinds. The system's last error and errno stay what they were.
# x64 calling convention: arguments in rcx, rdx, r8, r9, vector arguments of __vectorcall in the first six vector registers; all that a callee may change is kept, and more.

        .text

        .macro  for16 operation
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        \operation \n
        .endr
        .endm

        .macro  save_xmm n
        movups  %xmm\n, 184+\n*16(%rsp)
        .endm
        .macro  load_xmm n
        movups  184+\n*16(%rsp), %xmm\n
        .endm
        .macro  save_ymm n
        vmovups %ymm\n, 184+\n*32(%rsp)
        .endm
        .macro  load_ymm n
        vmovups 184+\n*32(%rsp), %ymm\n
        .endm
        .macro  save_zmm n
        vmovups %zmm\n, 184+\n*64(%rsp)
        .endm
        .macro  load_zmm n
        vmovups 184+\n*64(%rsp), %zmm\n
        .endm

        .macro  save_all_zmm
        for16   save_zmm
        .irp    n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        save_zmm \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        kmovq   %k\n, 120+\n*8(%rsp)
        .endr
        .endm
        .macro  load_all_zmm
        for16   load_zmm
        .irp    n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        load_zmm \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        kmovq   120+\n*8(%rsp), %k\n
        .endr
        .endm

# The frame, from rsp up: 32 bytes of home space for the callees, 48 of integer registers, 8 of the record and then of the target, 24 of errors, 8 unused, 64 of mask registers, the vector registers.
# It is smaller than a page, so that nothing has to be probed.
        .macro  gate name, size, save, load
        .globl  \name
        .def    \name
        .scl    2
        .type   32
        .endef
        .p2align 4
\name:
        .seh_proc \name
        endbr64
        subq    $184+\size, %rsp
        .seh_stackalloc 184+\size
        .seh_endprologue
        movq    %rax, 32(%rsp)
        movq    %rcx, 40(%rsp)
        movq    %rdx, 48(%rsp)
        movq    %r8, 56(%rsp)
        movq    %r9, 64(%rsp)
        movq    %r10, 72(%rsp)
        movq    %r11, 80(%rsp)
        \save
        movl    %gs:0x68, %eax          # LastErrorValue of the thread's block
        movl    %eax, 88(%rsp)
        callq   _errno
        movl    (%rax), %ecx
        movq    %rax, 96(%rsp)
        movl    %ecx, 104(%rsp)
        movq    80(%rsp), %rcx
        callq   *8(%rcx)
        movq    %rax, 80(%rsp)
        movq    96(%rsp), %rax
        movl    104(%rsp), %ecx
        movl    %ecx, (%rax)
        movl    88(%rsp), %eax
        movl    %eax, %gs:0x68
        \load
        movq    32(%rsp), %rax
        movq    40(%rsp), %rcx
        movq    48(%rsp), %rdx
        movq    56(%rsp), %r8
        movq    64(%rsp), %r9
        movq    72(%rsp), %r10
        movq    80(%rsp), %r11
        addq    $184+\size, %rsp
        .byte   0x49, 0xff, 0xe3        # jmpq *%r11 with REX.W: so marked, a jump ends a function for whoever unwinds
        .seh_endproc
        .endm

        gate    linker_lazy_gate_0, 256, "for16 save_xmm", "for16 load_xmm"
        gate    linker_lazy_gate_1, 512, "for16 save_ymm", "for16 load_ymm"
        gate    linker_lazy_gate_2, 2048, save_all_zmm, load_all_zmm

# Which gate keeps all that this processor has and the system keeps for its threads: 0 xmm, 1 ymm, 2 zmm and masks. What software is told to use of them does not matter.
        .globl  linker_lazy_level
        .def    linker_lazy_level
        .scl    2
        .type   32
        .endef
        .p2align 4
linker_lazy_level:                      # int linker_lazy_level()
        .seh_proc linker_lazy_level
        endbr64
        pushq   %rbx
        .seh_pushreg %rbx
        .seh_endprologue
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
        retq
        .seh_endproc
