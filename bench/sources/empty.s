# Nothing to link: one symbol in a section without content. What remains of a round with it is what ORC adds.
# The number is patched, so that any number of such objects can be in one session.
    .text
    .globl empty_00000
empty_00000:
    .section .note.GNU-stack,"",@progbits
