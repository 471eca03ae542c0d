// Calls of LLVM that may not come back, from threads that must. A call runs on a stack of its own and is left from the inside when LLVM gives up.
// The record of a thread's call, in bytes: 0 the caller's stack, 8 the top of the other stack, 16 where the next text goes, 24 where there is no more room for it, 32 where the first text stands,
// 40 whether the call was left.
// AAPCS64 §6.1.1, §6.1.2 (registers that belong to the caller); ELF for the Arm 64-bit Architecture, "TLS descriptors".

        .set    caller, 0
        .set    top, 8
        .set    next, 16
        .set    end, 24
        .set    first, 32
        .set    is_left, 40

        .text

// \out: the address of the thread's pointer to its record. Changes x0, x1 and x30.
        .macro  thread_record out
        adrp    x0, :tlsdesc:record
        ldr     x1, [x0, :tlsdesc_lo12:record]
        add     x0, x0, :tlsdesc_lo12:record
        .tlsdesccall record
        blr     x1
        mrs     x1, tpidr_el0
        add     \out, x0, x1
        .endm

// Where linker_guard_call stores the registers that belong to its caller.
        .macro  stored_registers
        .cfi_offset x19, -160
        .cfi_offset x20, -152
        .cfi_offset x21, -144
        .cfi_offset x22, -136
        .cfi_offset x23, -128
        .cfi_offset x24, -120
        .cfi_offset x25, -112
        .cfi_offset x26, -104
        .cfi_offset x27, -96
        .cfi_offset x28, -88
        .endm

// x0: a record; x1: a function; x2: its arguments, 8 of them. Returns what the function returns, or anything when it was left.
        .globl  linker_guard_call
        .type   linker_guard_call, %function
        .p2align 4
linker_guard_call:
        .cfi_startproc
        bti     c
        stp     x29, x30, [sp, #-176]!
        .cfi_def_cfa_offset 176
        .cfi_offset x29, -176
        .cfi_offset x30, -168
        mov     x29, sp
        .cfi_def_cfa x29, 176
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        stored_registers
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mrs     x9, fpcr
        str     x9, [sp, #160]
        mov     x19, x0
        mov     x20, x1
        mov     x21, x2
        thread_record x22
        str     x19, [x22]
        mov     x9, sp
        str     x9, [x19, #caller]
        str     wzr, [x19, #is_left]
        ldr     x9, [x19, #top]
        mov     sp, x9
        ldp     x0, x1, [x21]
        ldp     x2, x3, [x21, #16]
        ldp     x4, x5, [x21, #32]
        ldp     x6, x7, [x21, #48]
        blr     x20
        ldr     x9, [x19, #caller]
        mov     sp, x9
        b       come_back
        .cfi_endproc
        .size   linker_guard_call, .-linker_guard_call

// x0: a record whose call is left.
        .type   leave_call, %function
leave_call:
        .cfi_startproc
        mov     w9, #1
        str     w9, [x0, #is_left]
        ldr     x9, [x0, #caller]
        mov     sp, x9
        .cfi_def_cfa sp, 176
        .cfi_offset x29, -176
        .cfi_offset x30, -168
        stored_registers
        ldr     x9, [sp, #160]
        msr     fpcr, x9
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]

// Both ways end here, on the caller's stack; x0 is what the function returned.
come_back:
        mov     x20, x0
        thread_record x22
        str     xzr, [x22]
        mov     x0, x20
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     x29, x30, [sp], #176
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        .cfi_restore x19
        .cfi_restore x20
        .cfi_restore x21
        .cfi_restore x22
        .cfi_restore x23
        .cfi_restore x24
        .cfi_restore x25
        .cfi_restore x26
        .cfi_restore x27
        .cfi_restore x28
        ret
        .cfi_endproc
        .size   leave_call, .-leave_call

// x0: a record; x1: a text. Adds the text, on a line of its own, as far as there is room. Returns the record.
        .type   add_text, %function
        .p2align 4
add_text:
        .cfi_startproc
        stp     x29, x30, [sp, #-32]!
        .cfi_def_cfa_offset 32
        .cfi_offset x29, -32
        .cfi_offset x30, -24
        stp     x19, x20, [sp, #16]
        .cfi_offset x19, -16
        .cfi_offset x20, -8
        mov     x29, sp
        mov     x19, x0
        mov     x20, x1
        ldp     x9, x10, [x19, #next]
        ldr     x11, [x19, #first]
        cmp     x9, x11
        ccmp    x9, x10, #4, ne
        b.eq    1f
        mov     w11, #10
        strb    w11, [x9], #1
        str     x9, [x19, #next]
1:      mov     x0, x20
        bl      strlen
        ldp     x9, x10, [x19, #next]
        sub     x10, x10, x9
        cmp     x0, x10
        csel    x2, x0, x10, lo
        mov     x1, x20
        mov     x0, x9
        add     x9, x9, x2
        str     x9, [x19, #next]
        bl      memcpy
        mov     x0, x19
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        .cfi_restore x19
        .cfi_restore x20
        ret
        .cfi_endproc
        .size   add_text, .-add_text

// x0: why LLVM gives up. When the thread is in no call that was made here, it goes to the next handler, and where that returns, LLVM ends the process.
        .globl  linker_guard_fatal
        .type   linker_guard_fatal, %function
        .p2align 4
linker_guard_fatal:
        .cfi_startproc
        bti     c
        stp     x29, x30, [sp, #-32]!
        .cfi_def_cfa_offset 32
        .cfi_offset x29, -32
        .cfi_offset x30, -24
        str     x19, [sp, #16]
        .cfi_offset x19, -16
        mov     x29, sp
        mov     x19, x0
        thread_record x0
        ldr     x0, [x0]
        cbz     x0, 1f
        mov     x1, x19
        bl      add_text
        b       leave_call
1:      mov     x0, x19
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        .cfi_restore x19
        b       linker_guard_next
        .cfi_endproc
        .size   linker_guard_fatal, .-linker_guard_fatal

// x0: what LLVM has to say. Errors are noted. After "in function f: ..." the machine's own passes go on with code that they cannot expect, and may break over it: that is left.
        .globl  linker_guard_note
        .type   linker_guard_note, %function
        .p2align 4
linker_guard_note:
        .cfi_startproc
        bti     c
        stp     x29, x30, [sp, #-48]!
        .cfi_def_cfa_offset 48
        .cfi_offset x29, -48
        .cfi_offset x30, -40
        stp     x19, x20, [sp, #16]
        .cfi_offset x19, -32
        .cfi_offset x20, -24
        str     x21, [sp, #32]
        .cfi_offset x21, -16
        mov     x29, sp
        mov     x19, x0
        thread_record x20
        ldr     x20, [x20]
        cbz     x20, 1f
        mov     x0, x19
        bl      LLVMGetDiagInfoSeverity
        cbnz    w0, 1f
        mov     x0, x19
        bl      LLVMGetDiagInfoDescription
        mov     x19, x0
        mov     x1, x0
        mov     x0, x20
        bl      add_text
        mov     x0, x19
        adrp    x1, of_function
        add     x1, x1, :lo12:of_function
        bl      strstr
        mov     x21, x0
        cbz     x21, 2f
        mov     x0, x19
        mov     w1, #10
        bl      strchr
        cbz     x0, 2f
        cmp     x0, x21
        csel    x21, x21, xzr, hi
2:      mov     x0, x19
        bl      LLVMDisposeMessage
        mov     x0, x20
        cbnz    x21, leave_call
1:      ldr     x21, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        .cfi_restore x19
        .cfi_restore x20
        .cfi_restore x21
        ret
        .cfi_endproc
        .size   linker_guard_note, .-linker_guard_note

        .section .rodata.str1.1, "aMS", %progbits, 1
of_function:
        .asciz  ": in function "

        .section .tbss, "awT", %nobits
        .p2align 3
        .type   record, %object
        .size   record, 8
record:
        .zero   8

        .section .note.GNU-stack, "", %progbits
