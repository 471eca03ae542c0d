; The ten predicates of integer comparison, and pointers.
; exit: 56

@a = global i32 -1
@b = global i32 1
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
  %a = load i32, ptr @a
  %b = load i32, ptr @b
  %ok2 = icmp ne i32 %a, %b
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp ugt i32 %a, %b
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp uge i32 %a, %a
  call void @check(i1 %ok4, i32 4)
  %ok5 = icmp ult i32 %b, %a
  call void @check(i1 %ok5, i32 5)
  %ok6 = icmp ule i32 %b, %b
  call void @check(i1 %ok6, i32 6)
  %ok7 = icmp sgt i32 %b, %a
  call void @check(i1 %ok7, i32 7)
  %ok8 = icmp sge i32 %b, %b
  call void @check(i1 %ok8, i32 8)
  %ok9 = icmp slt i32 %a, %b
  call void @check(i1 %ok9, i32 9)
  %ok10 = icmp sle i32 %a, %a
  call void @check(i1 %ok10, i32 10)
  %sum = add i32 %a, %b
  %ok11 = icmp eq i32 %sum, 0
  call void @check(i1 %ok11, i32 11)
  %ok12 = icmp ne ptr @a, @b
  call void @check(i1 %ok12, i32 12)
  %ok13 = icmp samesign ugt i32 %b, %sum
  call void @check(i1 %ok13, i32 13)
  %code = call i32 @verdict(i32 56)
  ret i32 %code
}
