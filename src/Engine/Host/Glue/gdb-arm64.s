// What gdb looks for in a process that makes code: a function that it stops at, and the list that it then reads.
// GDB manual, "JIT Compilation Interface". Loaded as a shared library, because gdb knows the symbols of files only.
// The library beside this: ld.lld-22 -shared --strip-all -z norelro of its object, then llvm-objcopy-22 --remove-section=.comment.

        .text
        .globl  __jit_debug_register_code
        .type   __jit_debug_register_code, %function
__jit_debug_register_code:
        bti     c
        ret
        .size   __jit_debug_register_code, . - __jit_debug_register_code

// struct jit_descriptor: version, action_flag, relevant_entry, first_entry.
        .data
        .globl  __jit_debug_descriptor
        .type   __jit_debug_descriptor, %object
        .p2align 3
__jit_debug_descriptor:
        .long   1
        .long   0
        .quad   0
        .quad   0
        .size   __jit_debug_descriptor, . - __jit_debug_descriptor

        .section .note.GNU-stack, "", %progbits
