; Ordered and unordered comparisons differ where one side is not a number.
; exit: 67

@zero = global double 0.0
@two = global double 2.0
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
  %z = load double, ptr @zero
  %two = load double, ptr @two
  %nan = fdiv double %z, %z
  %ok2 = fcmp uno double %nan, %two
  call void @check(i1 %ok2, i32 2)
  %ok3 = fcmp ord double %z, %two
  call void @check(i1 %ok3, i32 3)
  %ok4 = fcmp ueq double %nan, %two
  call void @check(i1 %ok4, i32 4)
  %ok5 = fcmp une double %nan, %nan
  call void @check(i1 %ok5, i32 5)
  %ok6 = fcmp ult double %nan, %two
  call void @check(i1 %ok6, i32 6)
  %ok7 = fcmp ugt double %nan, %two
  call void @check(i1 %ok7, i32 7)
  %ok8 = fcmp uge double %two, %nan
  call void @check(i1 %ok8, i32 8)
  %ok9 = fcmp ule double %two, %nan
  call void @check(i1 %ok9, i32 9)
  %a = fcmp oeq double %nan, %nan
  %b = fcmp olt double %nan, %two
  %c = fcmp oge double %nan, %two
  %d = fcmp one double %nan, %two
  %ab = or i1 %a, %b
  %cd = or i1 %c, %d
  %any = or i1 %ab, %cd
  %ok10 = icmp eq i1 %any, false
  call void @check(i1 %ok10, i32 10)
  %ok11 = fcmp one double %z, %two
  call void @check(i1 %ok11, i32 11)
  %ok12 = fcmp ole double %z, %two
  call void @check(i1 %ok12, i32 12)
  %minus = fneg double %z
  %ok13 = fcmp oeq double %minus, %z
  call void @check(i1 %ok13, i32 13)
  %code = call i32 @verdict(i32 67)
  ret i32 %code
}
