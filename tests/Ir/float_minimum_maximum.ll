; The smaller and the larger of two numbers, of which one may be none.
; exit: 71

declare double @llvm.minnum.f64(double, double)
declare float @llvm.maxnum.f32(float, float)
declare double @llvm.minimum.f64(double, double)

@zero = global double 0.0
@a = global double 3.5
@b = global float -1.0
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
  %z = load double, ptr @zero
  %a = load double, ptr @a
  %b = load float, ptr @b
  %nan = fdiv double %z, %z
  %m = call double @llvm.minnum.f64(double %a, double %nan)
  %ok2 = fcmp oeq double %m, 3.5
  call void @check(i1 %ok2, i32 2)
  %f = call float @llvm.maxnum.f32(float %b, float 2.0)
  %ok3 = fcmp oeq float %f, 2.0
  call void @check(i1 %ok3, i32 3)
  %n = call double @llvm.minimum.f64(double %a, double %nan)
  %ok4 = fcmp uno double %n, %n
  call void @check(i1 %ok4, i32 4)
  %minus = fneg double %z
  %s = call double @llvm.minimum.f64(double %z, double %minus)
  %bits = bitcast double %s to i64
  %ok5 = icmp eq i64 %bits, -9223372036854775808
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 71)
  ret i32 %code
}
