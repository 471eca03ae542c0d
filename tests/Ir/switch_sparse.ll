; A switch over numbers far apart, which becomes comparisons; several labels are shared.
; exit: 79
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
define i32 @pick(i32 %x) noinline {
entry:
  switch i32 %x, label %other [
    i32 -2147483648, label %low
    i32 -5, label %low
    i32 7, label %middle
    i32 100000, label %high
    i32 2147483647, label %high
  ]
low:
  ret i32 1
middle:
  ret i32 2
high:
  %r = phi i32 [ 3, %entry ], [ 3, %entry ]
  ret i32 %r
other:
  ret i32 4
}

define i32 @main() {
  %a = call i32 @pick(i32 -2147483648)
  %ok2 = icmp eq i32 %a, 1
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @pick(i32 -5)
  %ok3 = icmp eq i32 %b, 1
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @pick(i32 7)
  %ok4 = icmp eq i32 %c, 2
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @pick(i32 100000)
  %ok5 = icmp eq i32 %d, 3
  call void @check(i1 %ok5, i32 5)
  %e = call i32 @pick(i32 2147483647)
  %ok6 = icmp eq i32 %e, 3
  call void @check(i1 %ok6, i32 6)
  %f = call i32 @pick(i32 6)
  %ok7 = icmp eq i32 %f, 4
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 79)
  ret i32 %code
}
