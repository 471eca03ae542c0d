; Instructions of the machine with operands in registers and in memory.
; exit: 230
; only: arm64 — the instructions are that machine's

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
  %a = call i32 asm "add ${0:w}, ${1:w}, ${1:w}, lsl #2", "=r,r"(i32 9)
  %ok2 = icmp eq i32 %a, 45
  call void @check(i1 %ok2, i32 2)
  %v = call i32 asm sideeffect "ldr ${0:w}, $1", "=r,*Q"(ptr elementtype(i32) @cell)
  %ok3 = icmp eq i32 %v, 5
  call void @check(i1 %ok3, i32 3)
  %p = call { i32, i32 } asm "neg ${0:w}, ${2:w}\0A\09mov ${1:w}, ${2:w}", "=&r,=&r,r"(i32 3)
  %n = extractvalue { i32, i32 } %p, 0
  %ok4 = icmp eq i32 %n, -3
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 230)
  ret i32 %code
}
