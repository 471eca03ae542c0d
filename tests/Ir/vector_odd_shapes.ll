; Vectors of three, of seven, of odd widths, of one element.
; exit: 123

@three = global <3 x i32> <i32 1, i32 2, i32 3>
@seven = global <7 x i8> <i8 1, i8 2, i8 3, i8 4, i8 5, i8 6, i8 7>
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
define <3 x i32> @cube(<3 x i32> %v) noinline {
  %a = mul <3 x i32> %v, %v
  %b = mul <3 x i32> %a, %v
  ret <3 x i32> %b
}

define i32 @main() {
  %v = load <3 x i32>, ptr @three
  %c = call <3 x i32> @cube(<3 x i32> %v)
  %c2 = extractelement <3 x i32> %c, i32 2
  %ok2 = icmp eq i32 %c2, 27
  call void @check(i1 %ok2, i32 2)
  store <3 x i32> %c, ptr @three
  %p = getelementptr i32, ptr @three, i64 1
  %m = load i32, ptr %p
  %ok3 = icmp eq i32 %m, 8
  call void @check(i1 %ok3, i32 3)
  %s = load <7 x i8>, ptr @seven
  %t = add <7 x i8> %s, splat (i8 250)
  %t6 = extractelement <7 x i8> %t, i32 6
  %ok4 = icmp eq i8 %t6, 1
  call void @check(i1 %ok4, i32 4)
  %odd = zext <7 x i8> %t to <7 x i19>
  %q = mul <7 x i19> %odd, splat (i19 1000)
  %q0 = extractelement <7 x i19> %q, i32 0
  %ok5 = icmp eq i19 %q0, 251000
  call void @check(i1 %ok5, i32 5)
  %one = insertelement <1 x i64> poison, i64 9, i32 0
  %o = add <1 x i64> %one, splat (i64 1)
  %w = bitcast <1 x i64> %o to i64
  %ok6 = icmp eq i64 %w, 10
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 123)
  ret i32 %code
}
