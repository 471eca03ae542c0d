; Instructions of the machine with operands in registers and in memory.
; exit: 229
; only: x64 — the instructions are that machine's

@cell = global i32 5
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
define i32 @main() {
  %a = call i32 asm "leal ($1,$1,4), $0", "=r,r,~{dirflag},~{fpsr},~{flags}"(i32 9)
  %ok2 = icmp eq i32 %a, 45
  call void @check(i1 %ok2, i32 2)
  call void asm sideeffect "addl $$7, $0", "=*m,*m,~{flags}"(ptr elementtype(i32) @cell, ptr elementtype(i32) @cell)
  %v = load i32, ptr @cell
  %ok3 = icmp eq i32 %v, 12
  call void @check(i1 %ok3, i32 3)
  %p = call { i32, i32 } asm "movl $2, $0\0A\09negl $0\0A\09movl $2, $1", "=&r,=&r,r,~{flags}"(i32 3)
  %n = extractvalue { i32, i32 } %p, 0
  %ok4 = icmp eq i32 %n, -3
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 229)
  ret i32 %code
}
