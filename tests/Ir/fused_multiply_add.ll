; A fused multiplication and addition rounds once; processors without one call fma.
; exit: 66

declare double @llvm.fma.f64(double, double, double)
declare float @llvm.fma.f32(float, float, float)
declare double @llvm.fmuladd.f64(double, double, double)

@x = global double 0x3FF0000000000001
@y = global float 0x3FF0000020000000
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
  %square = fmul double %x, %x
  %minus = fneg double %square
  %error = call double @llvm.fma.f64(double %x, double %x, double %minus)
  %ok2 = fcmp oeq double %error, 0x3970000000000000
  call void @check(i1 %ok2, i32 2)
  %square32 = fmul float %y, %y
  %minus32 = fneg float %square32
  %error32 = call float @llvm.fma.f32(float %y, float %y, float %minus32)
  %ok3 = fcmp oeq float %error32, 0x3D10000000000000
  call void @check(i1 %ok3, i32 3)
  %two = fadd double %x, %x
  %either = call double @llvm.fmuladd.f64(double %two, double 2.0, double 1.0)
  %ok4 = fcmp ogt double %either, 5.0
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 66)
  ret i32 %code
}
