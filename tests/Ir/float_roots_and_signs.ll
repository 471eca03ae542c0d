; Square roots, absolute values and copied signs need no function.
; exit: 69

declare double @llvm.sqrt.f64(double)
declare float @llvm.sqrt.f32(float)
declare double @llvm.fabs.f64(double)
declare double @llvm.copysign.f64(double, double)
declare i1 @llvm.is.fpclass.f64(double, i32)

@two = global double 2.0
@minus = global double -0.0
@sixteen = global float 16.0
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
  %two = load double, ptr @two
  %minus = load double, ptr @minus
  %sixteen = load float, ptr @sixteen
  %root = call double @llvm.sqrt.f64(double %two)
  %bits = bitcast double %root to i64
  %ok2 = icmp eq i64 %bits, 4609047870845172685
  call void @check(i1 %ok2, i32 2)
  %four = call float @llvm.sqrt.f32(float %sixteen)
  %ok3 = fcmp oeq float %four, 4.0
  call void @check(i1 %ok3, i32 3)
  %signed = call double @llvm.copysign.f64(double %two, double %minus)
  %ok4 = fcmp oeq double %signed, -2.0
  call void @check(i1 %ok4, i32 4)
  %absolute = call double @llvm.fabs.f64(double %signed)
  %ok5 = fcmp oeq double %absolute, 2.0
  call void @check(i1 %ok5, i32 5)
  %isMinusZero = call i1 @llvm.is.fpclass.f64(double %minus, i32 32)
  %ok6 = icmp eq i1 %isMinusZero, true
  call void @check(i1 %ok6, i32 6)
  %isNan = call i1 @llvm.is.fpclass.f64(double %minus, i32 3)
  %ok7 = icmp eq i1 %isNan, false
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 69)
  ret i32 %code
}
