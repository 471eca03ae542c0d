; The remainder of floating point is a function of the mathematical library, as are powers and sines.
; exit: 70

declare double @llvm.pow.f64(double, double)
declare double @llvm.sin.f64(double)
declare double @llvm.exp2.f64(double)
declare double @llvm.powi.f64.i32(double, i32)

@x = global double -7.5
@y = global double 2.0
@n = global i32 5
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
  %x = load double, ptr @x
  %y = load double, ptr @y
  %n = load i32, ptr @n
  %rest = frem double %x, %y
  %ok2 = fcmp oeq double %rest, -1.5
  call void @check(i1 %ok2, i32 2)
  %power = call double @llvm.pow.f64(double %x, double %y)
  %ok3 = fcmp oeq double %power, 56.25
  call void @check(i1 %ok3, i32 3)
  %none = fsub double %y, 2.0
  %sine = call double @llvm.sin.f64(double %none)
  %ok4 = fcmp oeq double %sine, 0.0
  call void @check(i1 %ok4, i32 4)
  %e = call double @llvm.exp2.f64(double %y)
  %ok5 = fcmp oeq double %e, 4.0
  call void @check(i1 %ok5, i32 5)
  %i = call double @llvm.powi.f64.i32(double %y, i32 %n)
  %ok6 = fcmp oeq double %i, 32.0
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 70)
  ret i32 %code
}
