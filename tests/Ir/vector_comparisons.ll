; Comparisons of vectors choose element by element.
; exit: 122

@a = global <4 x float> <float 1.0, float 2.0, float 3.0, float 4.0>
@b = global <4 x float> <float 4.0, float 3.0, float 2.0, float 1.0>
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
  %a = load <4 x float>, ptr @a
  %b = load <4 x float>, ptr @b
  %less = fcmp olt <4 x float> %a, %b
  %small = select <4 x i1> %less, <4 x float> %a, <4 x float> %b
  %s0 = extractelement <4 x float> %small, i32 0
  %ok2 = fcmp oeq float %s0, 1.0
  call void @check(i1 %ok2, i32 2)
  %s2 = extractelement <4 x float> %small, i32 2
  %ok3 = fcmp oeq float %s2, 2.0
  call void @check(i1 %ok3, i32 3)
  %mask = bitcast <4 x i1> %less to i4
  %ok4 = icmp eq i4 %mask, 3
  call void @check(i1 %ok4, i32 4)
  %number = sext <4 x i1> %less to <4 x i32>
  %n1 = extractelement <4 x i32> %number, i32 1
  %ok5 = icmp eq i32 %n1, -1
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 122)
  ret i32 %code
}
