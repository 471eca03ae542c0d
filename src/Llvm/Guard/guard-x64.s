# Calls of LLVM that may not come back, from threads that must. A call runs on a stack of its own and is left from the inside when LLVM gives up.
# The record of a thread's call, in bytes: 0 the caller's stack, 8 the top of the other stack, 16 where the next text goes, 24 where there is no more room for it, 32 where the first text stands,
# 40 whether the call was left.
# x86-64 psABI §3.2.1 (registers that belong to the caller), §6.2 and "ELF Handling For Thread-Local Storage" §4.1 (general dynamic model).

        .set    caller, 0
        .set    top, 8
        .set    next, 16
        .set    end, 24
        .set    first, 32
        .set    is_left, 40

        .text

# rax: the address of the thread's pointer to its record.
        .macro  thread_record
        .byte   0x66
        leaq    record@tlsgd(%rip), %rdi
        .value  0x6666
        rex64
        call    __tls_get_addr@PLT
        .endm

# Where linker_guard_call pushes the registers that belong to its caller.
        .macro  pushed_registers
        .cfi_offset %rbx, -24
        .cfi_offset %r12, -32
        .cfi_offset %r13, -40
        .cfi_offset %r14, -48
        .cfi_offset %r15, -56
        .endm

# rdi: a record; rsi: a function; rdx: its arguments, 8 of them. Returns what the function returns, or anything when it was left.
        .globl  linker_guard_call
        .type   linker_guard_call, @function
        .p2align 4
linker_guard_call:
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        pushed_registers
        subq    $24, %rsp
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
        movq    %rdi, %rbx
        movq    %rsi, %r12
        movq    %rdx, %r13
        thread_record
        movq    %rbx, (%rax)
        movq    %rsp, caller(%rbx)
        movl    $0, is_left(%rbx)
        movq    top(%rbx), %rsp
        pushq   56(%r13)
        pushq   48(%r13)
        movq    0(%r13), %rdi
        movq    8(%r13), %rsi
        movq    16(%r13), %rdx
        movq    24(%r13), %rcx
        movq    32(%r13), %r8
        movq    40(%r13), %r9
        call    *%r12
        movq    caller(%rbx), %rsp
        jmp     come_back
        .cfi_endproc
        .size   linker_guard_call, .-linker_guard_call

# rdi: a record whose call is left.
        .type   leave_call, @function
leave_call:
        .cfi_startproc
        movl    $1, is_left(%rdi)
        movq    caller(%rdi), %rsp
        .cfi_def_cfa %rsp, 80
        .cfi_offset %rbp, -16
        pushed_registers
        cld
        ldmxcsr (%rsp)
        fninit
        fldcw   4(%rsp)

# Both ways end here, on the caller's stack; rax is what the function returned.
come_back:
        movq    %rax, %r12
        thread_record
        movq    $0, (%rax)
        movq    %r12, %rax
        addq    $24, %rsp
        .cfi_adjust_cfa_offset -24
        popq    %r15
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r15
        popq    %r14
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r14
        popq    %r13
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r13
        popq    %r12
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r12
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbx
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbp
        ret
        .cfi_endproc
        .size   leave_call, .-leave_call

# rdi: a record; rsi: a text. Adds the text, on a line of its own, as far as there is room. Returns the record.
        .type   add_text, @function
        .p2align 4
add_text:
        .cfi_startproc
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_offset %rbx, -16
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_offset %r12, -24
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        movq    %rdi, %rbx
        movq    %rsi, %r12
        movq    next(%rbx), %rax
        cmpq    first(%rbx), %rax
        je      1f
        cmpq    end(%rbx), %rax
        je      1f
        movb    $10, (%rax)
        incq    next(%rbx)
1:      movq    %r12, %rdi
        call    strlen@PLT
        movq    end(%rbx), %rdx
        subq    next(%rbx), %rdx
        cmpq    %rdx, %rax
        cmovb   %rax, %rdx
        movq    next(%rbx), %rdi
        movq    %r12, %rsi
        addq    %rdx, next(%rbx)
        call    memcpy@PLT
        movq    %rbx, %rax
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   add_text, .-add_text

# rdi: why LLVM gives up. When the thread is in no call that was made here, it goes to the next handler, and where that returns, LLVM ends the process.
        .globl  linker_guard_fatal
        .type   linker_guard_fatal, @function
        .p2align 4
linker_guard_fatal:
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_offset %rbx, -16
        movq    %rdi, %rbx
        thread_record
        movq    %rbx, %rsi
        movq    (%rax), %rdi
        testq   %rdi, %rdi
        je      1f
        call    add_text
        movq    %rax, %rdi
        jmp     leave_call
1:      movq    %rbx, %rdi
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        jmp     linker_guard_next@PLT
        .cfi_endproc
        .size   linker_guard_fatal, .-linker_guard_fatal

# rdi: what LLVM has to say. Errors are noted. After "in function f: ..." the machine's own passes go on with code that they cannot expect, and may break over it: that is left.
        .globl  linker_guard_note
        .type   linker_guard_note, @function
        .p2align 4
linker_guard_note:
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_offset %rbx, -16
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_offset %r12, -24
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        .cfi_offset %r13, -32
        movq    %rdi, %rbx
        thread_record
        movq    (%rax), %r12
        testq   %r12, %r12
        je      1f
        movq    %rbx, %rdi
        call    LLVMGetDiagInfoSeverity@PLT
        testl   %eax, %eax
        jne     1f
        movq    %rbx, %rdi
        call    LLVMGetDiagInfoDescription@PLT
        movq    %rax, %rbx
        movq    %r12, %rdi
        movq    %rbx, %rsi
        call    add_text
        movq    %rbx, %rdi
        leaq    of_function(%rip), %rsi
        call    strstr@PLT
        movq    %rax, %r13
        testq   %r13, %r13
        je      2f
        movq    %rbx, %rdi
        movl    $10, %esi
        call    strchr@PLT
        testq   %rax, %rax
        je      2f
        cmpq    %r13, %rax
        ja      2f
        xorl    %r13d, %r13d
2:      movq    %rbx, %rdi
        call    LLVMDisposeMessage@PLT
        movq    %r12, %rdi
        testq   %r13, %r13
        jne     leave_call
1:      popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   linker_guard_note, .-linker_guard_note

        .section .rodata.str1.1, "aMS", @progbits, 1
of_function:
        .asciz  ": in function "

        .section .tbss, "awT", @nobits
        .p2align 3
        .type   record, @object
        .size   record, 8
record:
        .zero   8

        .section .note.GNU-stack, "", @progbits
