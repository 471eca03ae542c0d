; Conversions that stop at the ends of the integers' range and make 0 of what is no number.
; exit: 65

declare i8 @llvm.fptoui.sat.i8.f64(double)
declare i32 @llvm.fptosi.sat.i32.f64(double)
declare i64 @llvm.fptoui.sat.i64.f32(float)
declare i19 @llvm.fptosi.sat.i19.f32(float)

@large = global double 1.0e30
@minus = global float 0xC6293E5940000000
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
  %large = load double, ptr @large
  %minus = load float, ptr @minus
  %zero = load double, ptr @zero
  %a = call i8 @llvm.fptoui.sat.i8.f64(double %large)
  %ok2 = icmp eq i8 %a, -1
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @llvm.fptosi.sat.i32.f64(double %large)
  %ok3 = icmp eq i32 %b, 2147483647
  call void @check(i1 %ok3, i32 3)
  %c = call i64 @llvm.fptoui.sat.i64.f32(float %minus)
  %ok4 = icmp eq i64 %c, 0
  call void @check(i1 %ok4, i32 4)
  %d = call i19 @llvm.fptosi.sat.i19.f32(float %minus)
  %ok5 = icmp eq i19 %d, -262144
  call void @check(i1 %ok5, i32 5)
  %nan = fdiv double %zero, %zero
  %e = call i32 @llvm.fptosi.sat.i32.f64(double %nan)
  %ok6 = icmp eq i32 %e, 0
  call void @check(i1 %ok6, i32 6)
  %small = fadd double %zero, 200.9
  %f = call i8 @llvm.fptoui.sat.i8.f64(double %small)
  %ok7 = icmp eq i8 %f, -56
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 65)
  ret i32 %code
}
