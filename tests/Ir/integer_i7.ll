; Integers of seven bits wrap at 128, compare with their own sign, and divide.
; exit: 42

@seven = global i7 100
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
define i7 @step(i7 %x) noinline {
  %y = mul i7 %x, 3
  %z = add i7 %y, 5
  ret i7 %z
}

define i32 @main() {
  %x = load i7, ptr @seven
  %sum = add i7 %x, 40
  %ok2 = icmp eq i7 %sum, 12
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp slt i7 %x, 0
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp ugt i7 %x, 99
  call void @check(i1 %ok4, i32 4)
  %half = sdiv i7 %x, 2
  %ok5 = icmp eq i7 %half, -14
  call void @check(i1 %ok5, i32 5)
  %uhalf = udiv i7 %x, 3
  %ok6 = icmp eq i7 %uhalf, 33
  call void @check(i1 %ok6, i32 6)
  %rest = srem i7 %x, 5
  %ok7 = icmp eq i7 %rest, -3
  call void @check(i1 %ok7, i32 7)
  %shift = ashr i7 %x, 2
  %ok8 = icmp eq i7 %shift, -7
  call void @check(i1 %ok8, i32 8)
  %lshift = lshr i7 %x, 2
  %ok9 = icmp eq i7 %lshift, 25
  call void @check(i1 %ok9, i32 9)
  %s = call i7 @step(i7 %x)
  %ok10 = icmp eq i7 %s, 49
  call void @check(i1 %ok10, i32 10)
  %wide = sext i7 %x to i64
  %ok11 = icmp eq i64 %wide, -28
  call void @check(i1 %ok11, i32 11)
  %code = call i32 @verdict(i32 42)
  ret i32 %code
}
