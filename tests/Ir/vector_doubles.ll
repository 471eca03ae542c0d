; Eight numbers of double precision, more than a register of most machines holds, as argument and result.
; exit: 117

@a = global <8 x double> <double 1.0, double 2.0, double 3.0, double 4.0, double 5.0, double 6.0, double 7.0, double 8.0>
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
define <8 x double> @scale(<8 x double> %v, double %by) noinline {
  %one = insertelement <8 x double> poison, double %by, i32 0
  %all = shufflevector <8 x double> %one, <8 x double> poison, <8 x i32> zeroinitializer
  %r = fmul <8 x double> %v, %all
  ret <8 x double> %r
}

define i32 @main() {
  %a = load <8 x double>, ptr @a
  %b = call <8 x double> @scale(<8 x double> %a, double 1.5)
  %b7 = extractelement <8 x double> %b, i32 7
  %ok2 = fcmp oeq double %b7, 12.0
  call void @check(i1 %ok2, i32 2)
  %b0 = extractelement <8 x double> %b, i32 0
  %ok3 = fcmp oeq double %b0, 1.5
  call void @check(i1 %ok3, i32 3)
  %c = fdiv <8 x double> %b, %a
  %c3 = extractelement <8 x double> %c, i32 3
  %ok4 = fcmp oeq double %c3, 1.5
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 117)
  ret i32 %code
}
