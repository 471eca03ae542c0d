# Functions that a C library keeps out of its shared object, because each caller's own __dso_handle has to be passed on.
# They join a link that asks for them, as members of libc_nonshared.a join an ordinary one. Weak: a definition of the program's own wins. Hidden: another image gets its own.
# System V ABI AMD64 §3.2.3 (arguments in rdi, rsi, rdx, rcx).

        .text

        .weak   atexit
        .hidden atexit
        .type   atexit, @function
atexit:                                 # int atexit(void (*f)(void))
        endbr64
        xorl    %esi, %esi
        leaq    __dso_handle(%rip), %rdx
        jmp     __cxa_atexit@PLT        # __cxa_atexit(f, NULL, dso)
        .size   atexit, .-atexit

        .weak   at_quick_exit
        .hidden at_quick_exit
        .type   at_quick_exit, @function
at_quick_exit:                          # int at_quick_exit(void (*f)(void))
        endbr64
        leaq    __dso_handle(%rip), %rsi
        jmp     __cxa_at_quick_exit@PLT # __cxa_at_quick_exit(f, dso)
        .size   at_quick_exit, .-at_quick_exit

        .weak   pthread_atfork
        .hidden pthread_atfork
        .type   pthread_atfork, @function
pthread_atfork:                         # int pthread_atfork(prepare, parent, child)
        endbr64
        leaq    __dso_handle(%rip), %rcx
        jmp     __register_atfork@PLT   # __register_atfork(prepare, parent, child, dso)
        .size   pthread_atfork, .-pthread_atfork

        .weak   __stack_chk_fail_local
        .hidden __stack_chk_fail_local
        .type   __stack_chk_fail_local, @function
__stack_chk_fail_local:
        endbr64
        jmp     __stack_chk_fail@PLT
        .size   __stack_chk_fail_local, .-__stack_chk_fail_local

        .hidden __dso_handle
        .section .note.GNU-stack, "", @progbits
