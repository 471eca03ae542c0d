# Functions as Microsoft's compiler makes them with /GS, through which exceptions pass: their handler checks the number between arrays and return address.
# The argument says whether something has been written over it.

        .macro  cookie place, register
        movq    __security_cookie(%rip), %rax
        xorq    \register, %rax
        movq    %rax, \place
        testl   %ecx, %ecx
        je      1f
        incq    \place
1:
        .endm

        .macro  plain name, handler
        .globl  \name
        .seh_proc \name
        .seh_handler \handler, @unwind, @except
\name:
        subq    $56, %rsp
        .seh_stackalloc 56
        .seh_endprologue
        cookie  48(%rsp), %rsp
\name\()_try:
        callq   raise_software
        nop
\name\()_end:
        movq    48(%rsp), %rcx
        xorq    %rsp, %rcx
        callq   __security_check_cookie
        xorl    %eax, %eax
        addq    $56, %rsp
        retq
\name\()_except:
        movl    $5, %eax
        addq    $56, %rsp
        retq
        .seh_handlerdata
        .endm

        .text
        plain   guarded_plain, __GSHandlerCheck
        .long   48
        .text
        .seh_endproc

        plain   guarded_seh, __GSHandlerCheck_SEH
        .long   1
        .long   guarded_seh_try@IMGREL
        .long   guarded_seh_end@IMGREL
        .long   1                       # EXCEPTION_EXECUTE_HANDLER
        .long   guarded_seh_except@IMGREL
        .long   48 + 3                  # the function's own handler wants to see exceptions and unwinding
        .text
        .seh_endproc

        plain   guarded_seh_passing, __GSHandlerCheck_SEH
        .long   1
        .long   guarded_seh_passing_try@IMGREL
        .long   guarded_seh_passing_end@IMGREL
        .long   1
        .long   guarded_seh_passing_except@IMGREL
        .long   48                      # it wants neither
        .text
        .seh_endproc

        plain   guarded_eh4_passing, __GSHandlerCheck_EH4
        .long   0                       # no tables: nobody reads them
        .long   48
        .text
        .seh_endproc

# The number lies at a place that is aligned to 32.
        .globl  guarded_aligned
        .seh_proc guarded_aligned
        .seh_handler __GSHandlerCheck, @unwind, @except
guarded_aligned:
        subq    $120, %rsp
        .seh_stackalloc 120
        .seh_endprologue
        leaq    64(%rsp), %rdx
        andq    $-32, %rdx
        cookie  8(%rdx), %rsp
        callq   raise_software
        int3
        .seh_handlerdata
        .long   8 + 4, 64, 32
        .text
        .seh_endproc

# What clang makes of: int guarded_eh(int corrupt) { try { thrown(); } catch (int v) { return v; } return 0; }, with the check added.
        .globl  guarded_eh
        .seh_proc guarded_eh
        .seh_handler __GSHandlerCheck_EH, @unwind, @except
guarded_eh:
        pushq   %rbp
        .seh_pushreg %rbp
        subq    $64, %rsp
        .seh_stackalloc 64
        leaq    64(%rsp), %rbp
        .seh_setframe %rbp, 64
        .seh_endprologue
        cookie  -32(%rbp), %rbp
        movq    $-2, -16(%rbp)
        movl    $0, -20(%rbp)
guarded_eh_try:
        callq   thrown
        nop
guarded_eh_end:
        movl    -20(%rbp), %eax
        addq    $64, %rsp
        popq    %rbp
        retq
        .seh_handlerdata
        .long   guarded_eh_tables@IMGREL
        .long   32 + 3
        .text
        .seh_endproc

        .seh_proc guarded_eh_catch
        .seh_handler __CxxFrameHandler3, @unwind, @except
guarded_eh_catch:
        movq    %rdx, 16(%rsp)
        pushq   %rbp
        .seh_pushreg %rbp
        subq    $32, %rsp
        .seh_stackalloc 32
        leaq    64(%rdx), %rbp
        .seh_endprologue
        movl    -4(%rbp), %eax
        movl    %eax, -20(%rbp)
        leaq    guarded_eh_end(%rip), %rax
        addq    $32, %rsp
        popq    %rbp
        retq
        .seh_handlerdata
        .long   guarded_eh_tables@IMGREL
        .text
        .seh_endproc

        .section .xdata,"dr"
        .balign 4
guarded_eh_tables:
        .long   0x19930522, 2, guarded_eh_unwind@IMGREL, 1, guarded_eh_tries@IMGREL, 4, guarded_eh_states@IMGREL, 48, 0, 1
guarded_eh_unwind:
        .long   -1, 0, -1, 0
guarded_eh_tries:
        .long   0, 0, 1, 1, guarded_eh_catches@IMGREL
guarded_eh_catches:
        .long   0, "??_R0H@8"@IMGREL, 60, guarded_eh_catch@IMGREL, 56
guarded_eh_states:
        .long   guarded_eh@IMGREL, -1, guarded_eh_try@IMGREL, 0, guarded_eh_end@IMGREL, -1, guarded_eh_catch@IMGREL, 1
