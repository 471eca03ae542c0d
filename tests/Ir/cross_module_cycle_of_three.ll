; A calls B, B calls C, C calls A.
; exit: 177
; modules: cross_module_cycle_of_three_second.ll cross_module_cycle_of_three_third.ll

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
declare i32 @b(i32)

define i32 @a(i32 %n) {
  %stop = icmp sle i32 %n, 0
  br i1 %stop, label %out, label %more
out:
  ret i32 0
more:
  %less = sub i32 %n, 1
  %r = call i32 @b(i32 %less)
  %s = add i32 %r, 1
  ret i32 %s
}

define i32 @main() {
  %r = call i32 @a(i32 9)
  %ok2 = icmp eq i32 %r, 333
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 177)
  ret i32 %code
}
