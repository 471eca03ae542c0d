# The gate that a function's first call goes through. In: r11 points to the function's record { this gate, resolver, ... }; all other registers and the stack are the caller's. The resolver gets the record and
# returns where to jump. The function there finds every register that can hold an argument as the caller left it (integer, static chain, vector registers in full), and the caller's return address and home space
# on the stack: the gate is not there any more, for whoever unwinds. The system's last error and errno stay what they were.
# The resolver computes as C does at its start, and what it raises while it computes is not the caller's: the control and status of x87 and SSE are set aside.
# x64 calling convention: arguments in rcx, rdx, r8, r9, vector arguments of __vectorcall in the first six vector registers; all that a callee may change is kept, and more.

        .text

        .macro  save_mask n
        kmovq   %k\n, 120+\n*8(%rsp)
        .endm
        .macro  load_mask n
        kmovq   120+\n*8(%rsp), %k\n
        .endm
        .include "lazy-x64.inc"
        vectors_at 216

# The frame, from rsp up: 32 bytes of home space for the callees, 48 of integer registers, 8 of the record and then of the target, 20 of errors, 8 of SSE's control and status, 4 unused, 64 of mask registers,
# 32 of x87's environment, the vector registers.
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
        subq    $216+\size, %rsp
        .seh_stackalloc 216+\size
        .seh_endprologue
        movq    %rax, 32(%rsp)
        movq    %rcx, 40(%rsp)
        movq    %rdx, 48(%rsp)
        movq    %r8, 56(%rsp)
        movq    %r9, 64(%rsp)
        movq    %r10, 72(%rsp)
        movq    %r11, 80(%rsp)
        \save
        usual_modes 0x27f, 184(%rsp), 108(%rsp)
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
        callers_modes 184(%rsp), 108(%rsp)
        \load
        movq    32(%rsp), %rax
        movq    40(%rsp), %rcx
        movq    48(%rsp), %rdx
        movq    56(%rsp), %r8
        movq    64(%rsp), %r9
        movq    72(%rsp), %r10
        movq    80(%rsp), %r11
        addq    $216+\size, %rsp
        .byte   0x49, 0xff, 0xe3        # jmpq *%r11 with REX.W: so marked, a jump ends a function for whoever unwinds
        .seh_endproc
        .endm

        gate    linker_lazy_gate_0, 256, "for16 save_xmm", "for16 load_xmm"
        gate    linker_lazy_gate_1, 512, "for16 save_ymm", "for16 load_ymm"
        gate    linker_lazy_gate_2, 2048, save_all_zmm, load_all_zmm

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
        find_level
        popq    %rbx
        retq
        .seh_endproc
