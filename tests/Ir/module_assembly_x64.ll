; Assembly of the whole module defines a function and data, and calls back.
; exit: 232
; only: x64 — the instructions are that machine's
; lli: cannot — "Unexpected definitions in module": it does not look into the assembly for names

module asm ".text"
module asm ".globl assembled"
module asm ".type assembled, @function"
module asm "assembled:"
module asm "  subq $8, %rsp"
module asm "  call back@PLT"
module asm "  addl assembled_number(%rip), %eax"
module asm "  addq $8, %rsp"
module asm "  ret"
module asm ".data"
module asm ".globl assembled_number"
module asm "assembled_number: .long 30"

@assembled_number = external hidden global i32
@failed = internal global i32 0

; Keeps the number of the first check that did not hold.
define internal void @check(i1 %ok, i32 %number) noinline {
  %first = load i32, ptr @failed
  %none = icmp eq i32 %first, 0
  %bad = xor i1 %ok, true
  %note = and i1 %none, %bad
  %now = select i1 %note, i32 %number, i32 %first
  store i32 %now, ptr @failed
  ret void
}

; The expected exit code, or the number of that check.
define internal i32 @verdict(i32 %code) {
  %first = load i32, ptr @failed
  %good = icmp eq i32 %first, 0
  %result = select i1 %good, i32 %code, i32 %first
  ret i32 %result
}
declare i32 @assembled(i32)

define i32 @back(i32 %x) {
  %y = mul i32 %x, 2
  ret i32 %y
}

define i32 @main() {
  %a = call i32 @assembled(i32 4)
  %ok2 = icmp eq i32 %a, 38
  call void @check(i1 %ok2, i32 2)
  %v = load i32, ptr @assembled_number
  %ok3 = icmp eq i32 %v, 30
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 232)
  ret i32 %code
}
