; Data before a function's entry and at it.
; exit: 167
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
define i32 @described(i32 %x) noinline align 16 prefix i32 1234567 {
  %y = add i32 %x, 2
  ret i32 %y
}

define i32 @main() {
  %p = getelementptr i8, ptr @described, i64 -4
  %v = load volatile i32, ptr %p
  %ok2 = icmp eq i32 %v, 1234567
  call void @check(i1 %ok2, i32 2)
  %r = call i32 @described(i32 3)
  %ok3 = icmp eq i32 %r, 5
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 167)
  ret i32 %code
}
