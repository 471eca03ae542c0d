; Arithmetic of 64-bit floating point, infinities and not-a-numbers included.
; exit: 59

@tenth = global double 0x3FB999999999999A
@zero = global double 0.0
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
entry:
  %t = load double, ptr @tenth
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %sum = phi double [ 0.0, %entry ], [ %more, %loop ]
  %more = fadd double %sum, %t
  %next = add i32 %i, 1
  %again = icmp ult i32 %next, 10
  br i1 %again, label %loop, label %done
done:
  %bits = bitcast double %more to i64
  %ok2 = icmp eq i64 %bits, 4607182418800017407
  call void @check(i1 %ok2, i32 2)
  %z = load double, ptr @zero
  %infinite = fdiv double %t, %z
  %ok3 = fcmp oeq double %infinite, 0x7FF0000000000000
  call void @check(i1 %ok3, i32 3)
  %minus = fneg double %infinite
  %nan = fadd double %minus, %infinite
  %ok4 = fcmp uno double %nan, %nan
  call void @check(i1 %ok4, i32 4)
  %product = fmul double %more, 8.0
  %ok5 = fcmp olt double %product, 8.0
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 59)
  ret i32 %code
}
