; The intrinsics that round to whole numbers, each in its direction.
; exit: 68

declare double @llvm.floor.f64(double)
declare double @llvm.ceil.f64(double)
declare double @llvm.trunc.f64(double)
declare double @llvm.rint.f64(double)
declare float @llvm.nearbyint.f32(float)
declare double @llvm.round.f64(double)
declare i64 @llvm.lround.i64.f64(double)

@x = global double -2.5
@y = global float 3.5
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
  %y = load float, ptr @y
  %a = call double @llvm.floor.f64(double %x)
  %ok2 = fcmp oeq double %a, -3.0
  call void @check(i1 %ok2, i32 2)
  %b = call double @llvm.ceil.f64(double %x)
  %ok3 = fcmp oeq double %b, -2.0
  call void @check(i1 %ok3, i32 3)
  %c = call double @llvm.trunc.f64(double %x)
  %ok4 = fcmp oeq double %c, -2.0
  call void @check(i1 %ok4, i32 4)
  %d = call double @llvm.rint.f64(double %x)
  %ok5 = fcmp oeq double %d, -2.0
  call void @check(i1 %ok5, i32 5)
  %e = call float @llvm.nearbyint.f32(float %y)
  %ok6 = fcmp oeq float %e, 4.0
  call void @check(i1 %ok6, i32 6)
  %f = call double @llvm.round.f64(double %x)
  %ok7 = fcmp oeq double %f, -3.0
  call void @check(i1 %ok7, i32 7)
  %g = call i64 @llvm.lround.i64.f64(double %x)
  %ok8 = icmp eq i64 %g, -3
  call void @check(i1 %ok8, i32 8)
  %code = call i32 @verdict(i32 68)
  ret i32 %code
}
