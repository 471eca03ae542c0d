; A value goes through a chain of selections.
; exit: 72

@x = global i32 35
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
define i32 @grade(i32 %x) noinline {
  %a = icmp slt i32 %x, 10
  %b = icmp slt i32 %x, 30
  %c = icmp slt i32 %x, 50
  %s3 = select i1 %c, i32 3, i32 4
  %s2 = select i1 %b, i32 2, i32 %s3
  %s1 = select i1 %a, i32 1, i32 %s2
  ret i32 %s1
}

define i32 @main() {
  %x = load i32, ptr @x
  %g = call i32 @grade(i32 %x)
  %ok2 = icmp eq i32 %g, 3
  call void @check(i1 %ok2, i32 2)
  %y = sub i32 %x, 30
  %g1 = call i32 @grade(i32 %y)
  %ok3 = icmp eq i32 %g1, 1
  call void @check(i1 %ok3, i32 3)
  %odd = trunc i32 %x to i1
  %p = select i1 %odd, ptr @x, ptr @failed
  %v = load i32, ptr %p
  %ok4 = icmp eq i32 %v, 35
  call void @check(i1 %ok4, i32 4)
  %d = select i1 %odd, double 2.5, double 3.5
  %ok5 = fcmp oeq double %d, 2.5
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 72)
  ret i32 %code
}
