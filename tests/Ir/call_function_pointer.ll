; A function gets a function and calls it.
; exit: 93

@which = global i1 true
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
define i32 @twice(ptr %f, i32 %x) noinline {
  %a = call i32 %f(i32 %x)
  %b = call i32 %f(i32 %a)
  ret i32 %b
}

define i32 @add5(i32 %x) {
  %y = add i32 %x, 5
  ret i32 %y
}

define i32 @times3(i32 %x) {
  %y = mul i32 %x, 3
  ret i32 %y
}

define i32 @main() {
  %w = load i1, ptr @which
  %f = select i1 %w, ptr @add5, ptr @times3
  %g = select i1 %w, ptr @times3, ptr @add5
  %a = call i32 @twice(ptr %f, i32 1)
  %ok2 = icmp eq i32 %a, 11
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @twice(ptr %g, i32 1)
  %ok3 = icmp eq i32 %b, 9
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 93)
  ret i32 %code
}
