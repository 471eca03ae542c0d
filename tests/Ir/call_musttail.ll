; Two million calls in tail position need no stack.
; exit: 91

@n = global i32 2000000
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
define i32 @down(i32 %n, i32 %sum) noinline {
  %done = icmp eq i32 %n, 0
  br i1 %done, label %out, label %more
out:
  ret i32 %sum
more:
  %less = sub i32 %n, 1
  %r = musttail call i32 @across(i32 %less, i32 %sum)
  ret i32 %r
}

define i32 @across(i32 %n, i32 %sum) noinline {
  %next = add i32 %sum, 1
  %r = musttail call i32 @down(i32 %n, i32 %next)
  ret i32 %r
}

define i32 @main() {
  %n = load i32, ptr @n
  %r = call i32 @down(i32 %n, i32 0)
  %ok2 = icmp eq i32 %r, 2000000
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 91)
  ret i32 %code
}
