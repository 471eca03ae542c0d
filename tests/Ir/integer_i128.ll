; Integers of 128 bits multiply, divide and shift; division is a function of the compiler's run-time library.
; exit: 45

@left = global i128 123456789012345678901234567890
@right = global i128 987654321098765
@amount = global i32 70
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
define i128 @mix(i128 %a, i32 %between, i128 %b) noinline {
  %w = zext i32 %between to i128
  %x = mul i128 %a, %w
  %y = sub i128 %x, %b
  ret i128 %y
}

define i32 @main() {
  %a = load i128, ptr @left
  %b = load i128, ptr @right
  %product = mul i128 %a, %b
  %ok2 = icmp eq i128 %product, -68837024295856616922144003854886949718
  call void @check(i1 %ok2, i32 2)
  %quotient = udiv i128 %a, %b
  %ok3 = icmp eq i128 %quotient, 124999998860937
  call void @check(i1 %ok3, i32 3)
  %rest = urem i128 %a, %b
  %ok4 = icmp eq i128 %rest, 547854957125085
  call void @check(i1 %ok4, i32 4)
  %minus = sub i128 0, %a
  %squotient = sdiv i128 %minus, %b
  %ok5 = icmp eq i128 %squotient, -124999998860937
  call void @check(i1 %ok5, i32 5)
  %srest = srem i128 %minus, %b
  %ok6 = icmp eq i128 %srest, -547854957125085
  call void @check(i1 %ok6, i32 6)
  %amount = load i32, ptr @amount
  %wide = zext i32 %amount to i128
  %shifted = lshr i128 %a, %wide
  %ok7 = icmp eq i128 %shifted, 104571967
  call void @check(i1 %ok7, i32 7)
  %left = shl i128 1, %wide
  %ok8 = icmp eq i128 %left, 1180591620717411303424
  call void @check(i1 %ok8, i32 8)
  %negative = ashr i128 %minus, %wide
  %ok9 = icmp eq i128 %negative, -104571968
  call void @check(i1 %ok9, i32 9)
  %m = call i128 @mix(i128 %a, i32 3, i128 %b)
  %ok10 = icmp eq i128 %m, 370370367037036049049382604905
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 45)
  ret i32 %code
}
