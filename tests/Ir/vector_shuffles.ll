; Elements of two vectors in another order, fewer, more, reversed.
; exit: 118

@a = global <4 x i32> <i32 0, i32 1, i32 2, i32 3>
@b = global <4 x i32> <i32 4, i32 5, i32 6, i32 7>
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
  %mixed = shufflevector <4 x i32> %a, <4 x i32> %b, <4 x i32> <i32 6, i32 1, i32 poison, i32 0>
  %m0 = extractelement <4 x i32> %mixed, i32 0
  %ok2 = icmp eq i32 %m0, 6
  call void @check(i1 %ok2, i32 2)
  %m3 = extractelement <4 x i32> %mixed, i32 3
  %ok3 = icmp eq i32 %m3, 0
  call void @check(i1 %ok3, i32 3)
  %long = shufflevector <4 x i32> %a, <4 x i32> %b, <8 x i32> <i32 7, i32 6, i32 5, i32 4, i32 3, i32 2, i32 1, i32 0>
  %l2 = extractelement <8 x i32> %long, i32 2
  %ok4 = icmp eq i32 %l2, 5
  call void @check(i1 %ok4, i32 4)
  %l7 = extractelement <8 x i32> %long, i32 7
  %ok5 = icmp eq i32 %l7, 0
  call void @check(i1 %ok5, i32 5)
  %short = shufflevector <8 x i32> %long, <8 x i32> poison, <2 x i32> <i32 1, i32 5>
  %s1 = extractelement <2 x i32> %short, i32 1
  %ok6 = icmp eq i32 %s1, 2
  call void @check(i1 %ok6, i32 6)
  %whole = bitcast <2 x i32> %short to i64
  %ok7 = icmp eq i64 %whole, 8589934598
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 118)
  ret i32 %code
}
