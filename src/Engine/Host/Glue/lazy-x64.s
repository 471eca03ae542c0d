# The gate that a function's first call goes through. In: r11 points to the function's record { this gate, resolver, ... }; all other registers and the stack are the caller's. The resolver gets the record and
# returns where to jump. The function there finds every register that can hold an argument as the caller left it (integer, al, static chain, vector registers in full), and the caller's return address on the stack:
# the gate is not there any more, for whoever unwinds. errno stays what it was. The resolver computes as C does at its start, and what it raises while it computes is not the caller's: the control and status of x87 and
# SSE are set aside. The x87 registers hold no arguments.
# System V ABI AMD64 §3.2.1 (registers), §3.2.3 (arguments); all vector and mask registers are kept, not only those of that convention.

        .text

        .macro  save_mask n
        kmovq   %k\n, -160+\n*8(%rbp)
        .endm
        .macro  load_mask n
        kmovq   -160+\n*8(%rbp), %k\n
        .endm
        .include "lazy-x64.inc"
        vectors_at 0

# The frame, from rbp down: 64 bytes of integer registers, 8 of the record and then of the target, 16 of errno, 8 of SSE's control and status, 64 of mask registers, 32 of x87's environment, the vector registers.
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
        subq    $192+\size, %rsp
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
        usual_modes 0x37f, -192(%rbp), -96(%rbp)
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
        callers_modes -192(%rbp), -96(%rbp)
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

        .globl  linker_lazy_level
        .type   linker_lazy_level, @function
        .p2align 4
linker_lazy_level:                      # int linker_lazy_level()
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_def_cfa_offset 16
        .cfi_offset %rbx, -16
        find_level
        popq    %rbx
        .cfi_def_cfa_offset 8
        .cfi_restore %rbx
        retq
        .cfi_endproc
        .size   linker_lazy_level, .-linker_lazy_level

        .section .note.GNU-stack, "", @progbits
