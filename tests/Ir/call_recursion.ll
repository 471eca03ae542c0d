; A function calls itself twice.
; exit: 84

@n = global i32 20
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
define i32 @fibonacci(i32 %n) noinline {
  %small = icmp ult i32 %n, 2
  br i1 %small, label %base, label %more
base:
  ret i32 %n
more:
  %n1 = sub i32 %n, 1
  %n2 = sub i32 %n, 2
  %a = call i32 @fibonacci(i32 %n1)
  %b = call i32 @fibonacci(i32 %n2)
  %sum = add i32 %a, %b
  ret i32 %sum
}

define i32 @main() {
  %n = load i32, ptr @n
  %f = call i32 @fibonacci(i32 %n)
  %ok2 = icmp eq i32 %f, 6765
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 84)
  ret i32 %code
}
