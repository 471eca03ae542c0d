// A variable whose memory is to be tagged, as -fsanitize=memtag-globals says it; who does not tag takes no notice.
    .data
    .globl marked
    .type marked, @object
    .size marked, 16
    .memtag marked
    .p2align 4
marked:
    .word 1, 2, 3, 4
