; Vectors of integers and of floating point become each other, wider and narrower.
; exit: 124

@i = global <4 x i32> <i32 1, i32 -2, i32 3, i32 -4>
@f = global <4 x float> <float 1.75, float -2.75, float 1.0e9, float 0.0>
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
  %i = load <4 x i32>, ptr @i
  %f = load <4 x float>, ptr @f
  %d = sitofp <4 x i32> %i to <4 x double>
  %d3 = extractelement <4 x double> %d, i32 3
  %ok2 = fcmp oeq double %d3, -4.0
  call void @check(i1 %ok2, i32 2)
  %n = fptosi <4 x float> %f to <4 x i32>
  %n1 = extractelement <4 x i32> %n, i32 1
  %ok3 = icmp eq i32 %n1, -2
  call void @check(i1 %ok3, i32 3)
  %w = fpext <4 x float> %f to <4 x double>
  %w2 = extractelement <4 x double> %w, i32 2
  %ok4 = fcmp oeq double %w2, 1.0e9
  call void @check(i1 %ok4, i32 4)
  %s = trunc <4 x i32> %i to <4 x i8>
  %b = bitcast <4 x i8> %s to i32
  %ok5 = icmp eq i32 %b, -66847231
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 124)
  ret i32 %code
}
