; Two functions call each other, the second before it is defined.
; exit: 85

@n = global i32 1001
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
define i1 @even(i32 %n) noinline {
  %zero = icmp eq i32 %n, 0
  br i1 %zero, label %yes, label %ask
yes:
  ret i1 true
ask:
  %less = sub i32 %n, 1
  %r = call i1 @odd(i32 %less)
  ret i1 %r
}

define i1 @odd(i32 %n) noinline {
  %zero = icmp eq i32 %n, 0
  br i1 %zero, label %no, label %ask
no:
  ret i1 false
ask:
  %less = sub i32 %n, 1
  %r = call i1 @even(i32 %less)
  ret i1 %r
}

define i32 @main() {
  %n = load i32, ptr @n
  %a = call i1 @even(i32 %n)
  %ok2 = icmp eq i1 %a, false
  call void @check(i1 %ok2, i32 2)
  %b = call i1 @odd(i32 %n)
  %ok3 = icmp eq i1 %b, true
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 85)
  ret i32 %code
}
