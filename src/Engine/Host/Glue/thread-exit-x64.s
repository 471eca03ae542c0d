# The C library calls this when a thread ends: rdi points to { function, argument, state }.
# state: 0 waiting, 1 the image has gone and its function was run then, 2 the thread has ended.
# The record is not touched after the exchange, so whoever sees 2 may free it.

        .text
        .globl  linker_thread_exit
        .type   linker_thread_exit, @function
linker_thread_exit:
        endbr64
        movq    (%rdi), %rax
        movq    8(%rdi), %rdx
        movl    $2, %ecx
        xchgl   %ecx, 16(%rdi)
        testl   %ecx, %ecx
        jne     1f
        movq    %rdx, %rdi
        jmp     *%rax
1:      ret
        .size   linker_thread_exit, .-linker_thread_exit

        .section .note.GNU-stack, "", @progbits
