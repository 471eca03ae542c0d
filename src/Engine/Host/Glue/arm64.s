// Functions that a C library keeps out of its shared object, because each caller's own __dso_handle has to be passed on.
// They join a link that asks for them, as members of libc_nonshared.a join an ordinary one. Weak: a definition of the program's own wins. Hidden: another image gets its own.
// AAPCS64 §6.8.2 (arguments in x0 to x3).

        .text

        .weak   atexit
        .hidden atexit
        .type   atexit, @function
atexit:                                 // int atexit(void (*f)(void))
        bti     c
        mov     x1, #0
        adrp    x2, __dso_handle
        add     x2, x2, :lo12:__dso_handle
        b       __cxa_atexit            // __cxa_atexit(f, NULL, dso)
        .size   atexit, .-atexit

        .weak   at_quick_exit
        .hidden at_quick_exit
        .type   at_quick_exit, @function
at_quick_exit:                          // int at_quick_exit(void (*f)(void))
        bti     c
        adrp    x1, __dso_handle
        add     x1, x1, :lo12:__dso_handle
        b       __cxa_at_quick_exit     // __cxa_at_quick_exit(f, dso)
        .size   at_quick_exit, .-at_quick_exit

        .weak   pthread_atfork
        .hidden pthread_atfork
        .type   pthread_atfork, @function
pthread_atfork:                         // int pthread_atfork(prepare, parent, child)
        bti     c
        adrp    x3, __dso_handle
        add     x3, x3, :lo12:__dso_handle
        b       __register_atfork       // __register_atfork(prepare, parent, child, dso)
        .size   pthread_atfork, .-pthread_atfork

        .weak   __stack_chk_fail_local
        .hidden __stack_chk_fail_local
        .type   __stack_chk_fail_local, @function
__stack_chk_fail_local:
        bti     c
        b       __stack_chk_fail
        .size   __stack_chk_fail_local, .-__stack_chk_fail_local

        .hidden __dso_handle
        .section .note.GNU-stack, "", @progbits
        .section .note.gnu.property, "a", @note
        .p2align 3
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0     // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI
