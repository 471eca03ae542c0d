# What code of /GS asks for: the number that lies between a function's arrays and its return address, and checks that it still does.
# They join a link that asks for them. Weak: a definition of the program's own wins. The linker gives each image a number of its own.
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

# The number has no bits above 48. Nothing but rcx changes, and that only when all is lost.
        function __security_check_cookie        # void __security_check_cookie(number)
        cmpq    __security_cookie(%rip), %rcx
        jne     __report_gsfailure
        rolq    $16, %rcx
        testw   $0xffff, %cx
        jne     __report_gsfailure
        rorq    $16, %rcx
        retq

        function __report_gsfailure             # ends the process: somebody wrote past the end of an array
        movl    $2, %ecx                        # FAST_FAIL_STACK_COOKIE_CHECK_FAILURE
        int     $0x29
        int3

        function __security_init_cookie         # the linker has done it
        retq

# When an exception passes a function that has the number: checks it, before anybody believes what the stack says. The data of the function: offset of the number from the frame, in whose bits 0 and 1 is whether
# the function's own handler wants to see exceptions and unwinding, in bit 2 whether two words follow: an offset from the frame to a base that is aligned, and the alignment.
# void linker_check_frame(frame, dispatcher, data); data stays in r8
        function linker_check_frame
        movl    (%r8), %eax
        movq    %rcx, %r9
        testl   $4, %eax
        je      1f
        movslq  4(%r8), %r10
        addq    %r10, %r9
        movslq  8(%r8), %r10
        negq    %r10
        andq    %r10, %r9
1:      andl    $-8, %eax
        cltq
        movq    (%r9,%rax), %r9
        movq    16(%rdx), %rax                  # its entry in the function table
        movl    8(%rax), %eax
        addq    8(%rdx), %rax                   # its unwind information
        movzbl  3(%rax), %eax                   # the register that points into the frame, and 1/16 of how far
        testl   $15, %eax
        je      2f
        andl    $0xf0, %eax
        addq    %rax, %rcx
2:      xorq    %r9, %rcx
        jmp     __security_check_cookie

        function __GSHandlerCheck               # EXCEPTION_DISPOSITION __GSHandlerCheck(exception, frame, context, dispatcher)
        .seh_proc __GSHandlerCheck
        subq    $40, %rsp
        .seh_stackalloc 40
        .seh_endprologue
        movq    %rdx, %rcx
        movq    %r9, %rdx
        movq    56(%r9), %r8                    # the handler's data
        callq   linker_check_frame
        movl    $1, %eax                        # ExceptionContinueSearch
        addq    $40, %rsp
        retq
        .seh_endproc

        function __GSHandlerCheck_SEH           # the same for a function with a table of __try blocks, behind which the data lies
        .seh_proc __GSHandlerCheck_SEH
        subq    $72, %rsp
        .seh_stackalloc 72
        .seh_endprologue
        movq    %rcx, 32(%rsp)
        movq    %rdx, 40(%rsp)
        movq    %r8, 48(%rsp)
        movq    %r9, 56(%rsp)
        movq    56(%r9), %r8
        movl    (%r8), %eax
        shlq    $4, %rax
        leaq    4(%r8,%rax), %r8
        movq    %r8, 64(%rsp)
        movq    %rdx, %rcx
        movq    %r9, %rdx
        callq   linker_check_frame
        movq    32(%rsp), %rcx
        movq    64(%rsp), %r8
        movl    $1, %eax
        testb   $0x66, 4(%rcx)                  # EXCEPTION_UNWIND
        je      1f
        movl    $2, %eax
1:      testl   (%r8), %eax
        movl    $1, %eax
        je      2f
        movq    40(%rsp), %rdx
        movq    48(%rsp), %r8
        movq    56(%rsp), %r9
        callq   __C_specific_handler
2:      addq    $72, %rsp
        retq
        .seh_endproc

        .data
        .balign 8
        .weak   __security_cookie
__security_cookie:
        .quad   0x2b992ddfa232                  # what says that no number was chosen yet

# Each image has its own.
        .section .drectve,"yni"
        .ascii  " -exclude-symbols:__security_check_cookie"
        .ascii  " -exclude-symbols:__security_init_cookie"
        .ascii  " -exclude-symbols:__report_gsfailure"
        .ascii  " -exclude-symbols:linker_check_frame"
        .ascii  " -exclude-symbols:__GSHandlerCheck"
        .ascii  " -exclude-symbols:__GSHandlerCheck_SEH"
        .ascii  " -exclude-symbols:__security_cookie"
