; The brain float is the upper half of a float: it widens without a function.
; exit: 61

@a = global bfloat 0xR3FC0
@b = global [4 x bfloat] [bfloat 0xR3F80, bfloat 0xRC000, bfloat 0xR4040, bfloat 0xR7F80]
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
  %a = load bfloat, ptr @a
  %wide = fpext bfloat %a to float
  %ok2 = fcmp oeq float %wide, 1.5
  call void @check(i1 %ok2, i32 2)
  %p = getelementptr [4 x bfloat], ptr @b, i64 0, i64 1
  %b = load bfloat, ptr %p
  %double = fpext bfloat %b to double
  %ok3 = fcmp oeq double %double, -2.0
  call void @check(i1 %ok3, i32 3)
  %last = getelementptr [4 x bfloat], ptr @b, i64 0, i64 3
  %c = load bfloat, ptr %last
  %infinite = fpext bfloat %c to float
  %ok4 = fcmp oeq float %infinite, 0x7FF0000000000000
  call void @check(i1 %ok4, i32 4)
  store bfloat %a, ptr %last
  %bits = load i16, ptr %last
  %ok5 = icmp eq i16 %bits, 16320
  call void @check(i1 %ok5, i32 5)
  %ok6 = fcmp ogt bfloat %a, %b
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 61)
  ret i32 %code
}
