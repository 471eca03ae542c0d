; Inline assembly that may go to another label.
; exit: 231
; only: x64 — the instructions are that machine's
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
define i32 @sign(i32 %x) noinline {
  callbr void asm sideeffect "testl $0, $0\0A\09js ${1:l}", "r,!i,~{flags}"(i32 %x) to label %plus [label %minus]
plus:
  ret i32 1
minus:
  ret i32 -1
}

define i32 @main() {
  %a = call i32 @sign(i32 5)
  %ok2 = icmp eq i32 %a, 1
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @sign(i32 -5)
  %ok3 = icmp eq i32 %b, -1
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 231)
  ret i32 %code
}
