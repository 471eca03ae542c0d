; Integers of one bit: addition is exclusive or, and the one value besides 0 is negative.
; exit: 41

@yes = global i1 true
@no = global i1 false
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
define i1 @majority(i1 %a, i1 %b, i1 %c) noinline {
  %ab = and i1 %a, %b
  %bc = and i1 %b, %c
  %ca = and i1 %c, %a
  %x = or i1 %ab, %bc
  %y = or i1 %x, %ca
  ret i1 %y
}

define i32 @main() {
  %t = load i1, ptr @yes
  %f = load i1, ptr @no
  %sum = add i1 %t, %t
  %ok2 = icmp eq i1 %sum, false
  call void @check(i1 %ok2, i32 2)
  %product = mul i1 %t, %t
  %ok3 = icmp eq i1 %product, true
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp slt i1 %t, %f
  call void @check(i1 %ok4, i32 4)
  %ok5 = icmp ugt i1 %t, %f
  call void @check(i1 %ok5, i32 5)
  %wide = sext i1 %t to i32
  %ok6 = icmp eq i32 %wide, -1
  call void @check(i1 %ok6, i32 6)
  %narrow = zext i1 %t to i32
  %ok7 = icmp eq i32 %narrow, 1
  call void @check(i1 %ok7, i32 7)
  %m = call i1 @majority(i1 %t, i1 %f, i1 %t)
  %ok8 = icmp eq i1 %m, true
  call void @check(i1 %ok8, i32 8)
  %m2 = call i1 @majority(i1 %f, i1 %f, i1 %t)
  %ok9 = icmp eq i1 %m2, false
  call void @check(i1 %ok9, i32 9)
  %code = call i32 @verdict(i32 41)
  ret i32 %code
}
