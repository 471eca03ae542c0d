; Arithmetic of four numbers at once, each with its own divisor and its own shift.
; exit: 116

@a = global <4 x i32> <i32 1, i32 -2, i32 30, i32 400>
@b = global <4 x i32> <i32 10, i32 20, i32 7, i32 -3>
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
  %a = load <4 x i32>, ptr @a
  %b = load <4 x i32>, ptr @b
  %sum = add <4 x i32> %a, %b
  %product = mul <4 x i32> %sum, %a
  %p0 = extractelement <4 x i32> %product, i32 0
  %ok2 = icmp eq i32 %p0, 11
  call void @check(i1 %ok2, i32 2)
  %p1 = extractelement <4 x i32> %product, i32 1
  %ok3 = icmp eq i32 %p1, -36
  call void @check(i1 %ok3, i32 3)
  %quotient = sdiv <4 x i32> %a, %b
  %q3 = extractelement <4 x i32> %quotient, i32 3
  %ok4 = icmp eq i32 %q3, -133
  call void @check(i1 %ok4, i32 4)
  %shift = shl <4 x i32> %a, <i32 1, i32 2, i32 3, i32 4>
  %s2 = extractelement <4 x i32> %shift, i32 2
  %ok5 = icmp eq i32 %s2, 240
  call void @check(i1 %ok5, i32 5)
  %minus = sub <4 x i32> zeroinitializer, %a
  %m3 = extractelement <4 x i32> %minus, i32 3
  %ok6 = icmp eq i32 %m3, -400
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 116)
  ret i32 %code
}
