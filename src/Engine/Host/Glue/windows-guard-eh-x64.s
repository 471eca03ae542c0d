# The check of windows-guard-x64.s for functions with C++ exceptions, whose tables __CxxFrameHandler3 reads. An object of its own: not every system has that function.

        .text
        .weak   __GSHandlerCheck_EH
        .def    __GSHandlerCheck_EH
        .scl    2
        .type   32
        .endef
__GSHandlerCheck_EH:                            # EXCEPTION_DISPOSITION __GSHandlerCheck_EH(exception, frame, context, dispatcher)
        .seh_proc __GSHandlerCheck_EH
        subq    $72, %rsp
        .seh_stackalloc 72
        .seh_endprologue
        movq    %rcx, 32(%rsp)
        movq    %rdx, 40(%rsp)
        movq    %r8, 48(%rsp)
        movq    %r9, 56(%rsp)
        movq    56(%r9), %r8
        addq    $4, %r8                         # behind the place of the function's tables
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
        movl    $1, %eax                        # ExceptionContinueSearch
        je      2f
        movq    40(%rsp), %rdx
        movq    48(%rsp), %r8
        movq    56(%rsp), %r9
        callq   __CxxFrameHandler3
2:      addq    $72, %rsp
        retq
        .seh_endproc

# Each image has its own.
        .section .drectve,"yni"
        .ascii  " -exclude-symbols:__GSHandlerCheck_EH"
