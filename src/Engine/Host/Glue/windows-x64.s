# Functions that Windows' run-time libraries do not export, because every image has them of its own: each calls what the libraries do export.
# They join a link that asks for them, as members of the run time's static libraries join an ordinary one. Weak: a definition of the program's own wins.
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

        .macro  framed name, frame
        function \name
        .seh_proc \name
        subq    $\frame, %rsp
        .seh_stackalloc \frame
        .seh_endprologue
        .endm

        .macro  leave frame
        addq    $\frame, %rsp
        retq
        .seh_endproc
        .endm

# int __stdio_common_vfprintf(options, stream, format, locale, arguments): stream in rdx, format in r8, arguments in rax.
        .macro  onstream common
        xorl    %ecx, %ecx
        xorl    %r9d, %r9d
        movq    %rax, 32(%rsp)
        callq   \common
        leave   56
        .endm

        framed  printf, 56              # int printf(format, ...)
        movq    %rcx, 64(%rsp)
        movq    %rdx, 72(%rsp)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        movl    $1, %ecx
        callq   __acrt_iob_func
        movq    %rax, %rdx
        movq    64(%rsp), %r8
        leaq    72(%rsp), %rax
        onstream __stdio_common_vfprintf

        framed  vprintf, 56             # int vprintf(format, arguments)
        movq    %rcx, 64(%rsp)
        movq    %rdx, 72(%rsp)
        movl    $1, %ecx
        callq   __acrt_iob_func
        movq    %rax, %rdx
        movq    64(%rsp), %r8
        movq    72(%rsp), %rax
        onstream __stdio_common_vfprintf

        framed  fprintf, 56             # int fprintf(stream, format, ...)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        movq    %rdx, %r8
        movq    %rcx, %rdx
        leaq    80(%rsp), %rax
        onstream __stdio_common_vfprintf

        framed  vfprintf, 56            # int vfprintf(stream, format, arguments)
        movq    %r8, %rax
        movq    %rdx, %r8
        movq    %rcx, %rdx
        onstream __stdio_common_vfprintf

        framed  scanf, 56               # int scanf(format, ...)
        movq    %rcx, 64(%rsp)
        movq    %rdx, 72(%rsp)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        xorl    %ecx, %ecx
        callq   __acrt_iob_func
        movq    %rax, %rdx
        movq    64(%rsp), %r8
        leaq    72(%rsp), %rax
        onstream __stdio_common_vfscanf

        framed  fscanf, 56              # int fscanf(stream, format, ...)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        movq    %rdx, %r8
        movq    %rcx, %rdx
        leaq    80(%rsp), %rax
        onstream __stdio_common_vfscanf

# int __stdio_common_vsprintf(options, buffer, size, format, locale, arguments): all but the locale are in their places, arguments in rax.
        .macro  onbuffer common
        movq    $0, 32(%rsp)
        movq    %rax, 40(%rsp)
        callq   \common
        leave   56
        .endm

        framed  sprintf, 56             # int sprintf(buffer, format, ...)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        leaq    80(%rsp), %rax
        movq    %rdx, %r9
        movq    $-1, %r8
        movq    %rcx, %rdx
        movl    $1, %ecx                # _CRT_INTERNAL_PRINTF_LEGACY_VSPRINTF_NULL_TERMINATION
        onbuffer __stdio_common_vsprintf

        framed  vsprintf, 56            # int vsprintf(buffer, format, arguments)
        movq    %r8, %rax
        movq    %rdx, %r9
        movq    $-1, %r8
        movq    %rcx, %rdx
        movl    $1, %ecx
        onbuffer __stdio_common_vsprintf

        framed  snprintf, 56            # int snprintf(buffer, size, format, ...)
        movq    %r9, 88(%rsp)
        leaq    88(%rsp), %rax
        movq    %r8, %r9
        movq    %rdx, %r8
        movq    %rcx, %rdx
        movl    $2, %ecx                # _CRT_INTERNAL_PRINTF_STANDARD_SNPRINTF_BEHAVIOR
        onbuffer __stdio_common_vsprintf

        framed  vsnprintf, 56           # int vsnprintf(buffer, size, format, arguments)
        movq    %r9, %rax
        movq    %r8, %r9
        movq    %rdx, %r8
        movq    %rcx, %rdx
        movl    $2, %ecx
        onbuffer __stdio_common_vsprintf

        framed  sscanf, 56              # int sscanf(buffer, format, ...)
        movq    %r8, 80(%rsp)
        movq    %r9, 88(%rsp)
        leaq    80(%rsp), %rax
        movq    %rdx, %r9
        movq    $-1, %r8
        movq    %rcx, %rdx
        xorl    %ecx, %ecx
        onbuffer __stdio_common_vsscanf

        function atexit                 # int atexit(function): filed under this image
        leaq    __ImageBase(%rip), %rdx
        jmp     __linker_atexit

        framed  _onexit, 56             # function _onexit(function): null when it could not be filed
        movq    %rcx, 64(%rsp)
        leaq    __ImageBase(%rip), %rdx
        callq   __linker_atexit
        testl   %eax, %eax
        movl    $0, %eax
        cmoveq  64(%rsp), %rax
        leave   56

# The one of the libraries asks the system for the image that the type's description lies in, and the system knows of files only.
        framed  _CxxThrowException, 72  # void _CxxThrowException(object, description)
        movl    $0x19930520, %eax
        movq    %rax, 32(%rsp)
        movq    %rcx, 40(%rsp)
        movq    %rdx, 48(%rsp)
        leaq    __ImageBase(%rip), %rax
        movq    %rax, 56(%rsp)
        movl    $0xe06d7363, %ecx       # 'msc' | 0xe0000000
        movl    $1, %edx                # EXCEPTION_NONCONTINUABLE
        movl    $4, %r8d
        leaq    32(%rsp), %r9
        callq   RaiseException
        int3
        leave   72

        .weak   "??3@YAXPEAX_K@Z"       # void operator delete(object, size)
        .def    "??3@YAXPEAX_K@Z"
        .scl    2
        .type   32
        .endef
"??3@YAXPEAX_K@Z":
        jmp     "??3@YAXPEAX@Z"

        function __main                 # what GNU compilers call at the start of main: the image's constructors have run
        retq

# Frames larger than a page touch each page of it in turn: rax is the size, and stays.
        function __chkstk
        function ___chkstk_ms
        pushq   %r10
        pushq   %r11
        leaq    24(%rsp), %r10
        movq    %rax, %r11
1:      cmpq    $0x1000, %r11
        jbe     2f
        subq    $0x1000, %r10
        testq   %r10, (%r10)
        subq    $0x1000, %r11
        jmp     1b
2:      subq    %r11, %r10
        testq   %r10, (%r10)
        popq    %r11
        popq    %r10
        retq

        function "linker_type_info_destructor"
        retq

# The table of class type_info, by which the descriptions of types that are thrown begin: one destructor, which nobody calls.
        .section .rdata,"dr"
        .balign 8
        .quad   0
        .weak   "??_7type_info@@6B@"
"??_7type_info@@6B@":
        .quad   linker_type_info_destructor

        .balign 4
        .weak   __mingw_module_is_dll   # what MinGW's start files say: it comes and goes, like a library
__mingw_module_is_dll:
        .long   1

        .data
        .weak   _fltused                # says that the image uses floating point
_fltused:
        .long   0x9875

# Each image has its own.
        .section .drectve,"yni"
        .ascii  " -exclude-symbols:printf"
        .ascii  " -exclude-symbols:vprintf"
        .ascii  " -exclude-symbols:fprintf"
        .ascii  " -exclude-symbols:vfprintf"
        .ascii  " -exclude-symbols:scanf"
        .ascii  " -exclude-symbols:fscanf"
        .ascii  " -exclude-symbols:sprintf"
        .ascii  " -exclude-symbols:vsprintf"
        .ascii  " -exclude-symbols:snprintf"
        .ascii  " -exclude-symbols:vsnprintf"
        .ascii  " -exclude-symbols:sscanf"
        .ascii  " -exclude-symbols:atexit"
        .ascii  " -exclude-symbols:_onexit"
        .ascii  " -exclude-symbols:_CxxThrowException"
        .ascii  " -exclude-symbols:??3@YAXPEAX_K@Z"
        .ascii  " -exclude-symbols:__main"
        .ascii  " -exclude-symbols:__chkstk"
        .ascii  " -exclude-symbols:___chkstk_ms"
        .ascii  " -exclude-symbols:__mingw_module_is_dll"
        .ascii  " -exclude-symbols:_fltused"
        .ascii  " -exclude-symbols:??_7type_info@@6B@"
        .ascii  " -exclude-symbols:linker_type_info_destructor"
