; More floating-point arguments than there are registers, with integers between.
; exit: 87

@x = global double 1.0
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
define double @weigh(double %a, i32 %i, float %b, double %c, double %d, float %e, double %f, double %g, double %h, float %k, double %l, i32 %m, double %n) noinline {
  %i1 = sitofp i32 %i to double
  %b1 = fpext float %b to double
  %e1 = fpext float %e to double
  %k1 = fpext float %k to double
  %m1 = sitofp i32 %m to double
  %s1 = fsub double %a, %i1
  %s2 = fadd double %s1, %b1
  %s3 = fsub double %s2, %c
  %s4 = fadd double %s3, %d
  %s5 = fsub double %s4, %e1
  %s6 = fadd double %s5, %f
  %s7 = fsub double %s6, %g
  %s8 = fadd double %s7, %h
  %s9 = fsub double %s8, %k1
  %s10 = fmul double %s9, %l
  %s11 = fadd double %s10, %m1
  %s12 = fdiv double %s11, %n
  ret double %s12
}

define i32 @main() {
  %x = load double, ptr @x
  %r = call double @weigh(double %x, i32 2, float 3.0, double 4.0, double 5.5, float 6.0, double 7.0, double 8.0, double 9.0, float 10.25, double 11.0, i32 12, double 0.5)
  %ok2 = fcmp oeq double %r, -80.5
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 87)
  ret i32 %code
}
