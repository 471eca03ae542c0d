# What the static part of Microsoft's C++ run time has for variables of threads and for variables inside functions, which every image has of its own.
# They join a link that asks for them. Weak: a definition of the program's own wins.
# x64 calling convention: arguments in rcx, rdx, r8, r9, home space for them above the return address.

        .text

        .macro  function name
        .weak   \name
        .def    \name
        .scl    2
        .type   32
        .endef
\name:
        .endm

        .macro  framed name
        function \name
        enter   \name
        .endm

        .macro  enter name
        .seh_proc \name
        pushq   %rbx
        .seh_pushreg %rbx
        subq    $32, %rsp
        .seh_stackalloc 32
        .seh_endprologue
        .endm

        .macro  leave
        addq    $32, %rsp
        popq    %rbx
        retq
        .seh_endproc
        .endm

# The calling thread's block, in rax.
        .macro  block
        movl    _tls_index(%rip), %ecx
        movq    %gs:88, %rax
        movq    (%rax,%rcx,8), %rax
        .endm

# Runs the initialisers of the calling thread's variables (.CRT$XD), once. A thread that was there before the image asks for it when it comes to such a variable.
        framed  __dyn_tls_on_demand_init        # void __dyn_tls_on_demand_init()
        block
        cmpb    $0, __tls_guard@SECREL32(%rax)
        jne     3f
        movb    $1, __tls_guard@SECREL32(%rax)
        leaq    linker_first_of_thread(%rip), %rbx
1:      movq    (%rbx), %rax
        testq   %rax, %rax
        je      2f
        callq   *%rax
2:      addq    $8, %rbx
        leaq    linker_last_of_thread(%rip), %rax
        cmpq    %rax, %rbx
        jb      1b
3:      leave

linker_begin_thread:                            # void linker_begin_thread(image, reason, reserved)
        cmpl    $2, %edx                        # DLL_THREAD_ATTACH
        je      __dyn_tls_on_demand_init
        retq

# Files what destroys a variable of the calling thread. The list is the thread's own: a link to the one filed before, the function.
        framed  __tlregdtor                     # int __tlregdtor(function)
        movq    %rcx, %rbx
        movl    $16, %ecx
        callq   malloc
        testq   %rax, %rax
        je      1f
        movq    %rbx, 8(%rax)
        movq    %rax, %rdx
        block
        movq    linker_destructors@SECREL32(%rax), %rcx
        movq    %rcx, (%rdx)
        movq    %rdx, linker_destructors@SECREL32(%rax)
        xorl    %eax, %eax
        jmp     2f
1:      movl    $-1, %eax
2:      leave

linker_end_thread:                              # void linker_end_thread(image, reason, reserved)
        cmpl    $3, %edx                        # DLL_THREAD_DETACH
        je      linker_destroy
        testl   %edx, %edx                      # DLL_PROCESS_DETACH
        je      linker_destroy
        retq

linker_destroy:                                 # destroys the calling thread's variables, the last filed first; a destructor may file others
        enter   linker_destroy
1:      block
        movq    linker_destructors@SECREL32(%rax), %rcx
        testq   %rcx, %rcx
        je      2f
        movq    (%rcx), %rdx
        movq    %rdx, linker_destructors@SECREL32(%rax)
        movq    8(%rcx), %rbx
        callq   free
        callq   *%rbx
        jmp     1b
2:      leave

linker_prepare:                                 # at exit, the calling thread's variables go before everything else
        leaq    linker_destroy(%rip), %rcx
        leaq    __ImageBase(%rip), %rdx
        jmp     __linker_at_thread_end

# Variables inside functions. 0 is a variable that nobody has initialised, -1 one that somebody initialises, anything else the number of the initialisation that made it; a thread whose own number is not less
# need not ask.
        framed  _Init_thread_header             # void _Init_thread_header(number*): -1 is written when the caller is to initialise
        movq    %rcx, %rbx
        leaq    linker_lock(%rip), %rcx
        callq   AcquireSRWLockExclusive
1:      movl    (%rbx), %eax
        testl   %eax, %eax
        je      2f
        cmpl    $-1, %eax
        jne     3f
        leaq    linker_done(%rip), %rcx
        leaq    linker_lock(%rip), %rdx
        movl    $-1, %r8d                       # INFINITE
        xorl    %r9d, %r9d
        callq   SleepConditionVariableSRW
        jmp     1b
2:      movl    $-1, (%rbx)
        jmp     4f
3:      block
        movl    linker_epoch(%rip), %ecx
        movl    %ecx, _Init_thread_epoch@SECREL32(%rax)
4:      leaq    linker_lock(%rip), %rcx
        callq   ReleaseSRWLockExclusive
        leave

        framed  _Init_thread_footer             # void _Init_thread_footer(number*): the variable is initialised
        movq    %rcx, %rbx
        leaq    linker_lock(%rip), %rcx
        callq   AcquireSRWLockExclusive
        movl    linker_epoch(%rip), %edx
        incl    %edx
        movl    %edx, linker_epoch(%rip)
        movl    %edx, (%rbx)
        block
        movl    %edx, _Init_thread_epoch@SECREL32(%rax)
        callq   linker_wake
        leave

        framed  _Init_thread_abort              # void _Init_thread_abort(number*): an exception left the initialiser
        movq    %rcx, %rbx
        leaq    linker_lock(%rip), %rcx
        callq   AcquireSRWLockExclusive
        movl    $0, (%rbx)
        callq   linker_wake
        leave

linker_wake:
        enter   linker_wake
        leaq    linker_lock(%rip), %rcx
        callq   ReleaseSRWLockExclusive
        leaq    linker_done(%rip), %rcx
        callq   WakeAllConditionVariable
        leave

        .data
        .balign 8
linker_lock:
        .quad   0
linker_done:
        .quad   0
linker_epoch:
        .long   0x80000000

        .section .tls$,"dw"
        .balign 8
linker_destructors:
        .quad   0
        .weak   _Init_thread_epoch
_Init_thread_epoch:
        .long   0x80000000
        .weak   __tls_guard
__tls_guard:
        .byte   0

        .section .CRT$XDA,"dr"
        .balign 8
linker_first_of_thread:
        .quad   0
        .section .CRT$XDZ,"dr"
        .balign 8
linker_last_of_thread:
        .quad   0
        .section .CRT$XLC,"dr"
        .balign 8
        .quad   linker_begin_thread
        .section .CRT$XLD,"dr"
        .balign 8
        .quad   linker_end_thread
        .section .CRT$XCAA,"dr"
        .balign 8
        .quad   linker_prepare
        .section .CRT$XCZ,"dr"                  # the thread that initialises the image has variables, too
        .balign 8
        .quad   __dyn_tls_on_demand_init

# Each image has its own.
        .section .drectve,"yni"
        .ascii  " -exclude-symbols:__dyn_tls_on_demand_init"
        .ascii  " -exclude-symbols:__tls_guard"
        .ascii  " -exclude-symbols:__tlregdtor"
        .ascii  " -exclude-symbols:_Init_thread_header"
        .ascii  " -exclude-symbols:_Init_thread_footer"
        .ascii  " -exclude-symbols:_Init_thread_abort"
        .ascii  " -exclude-symbols:_Init_thread_epoch"
