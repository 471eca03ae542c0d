; Arguments and results of 128 bits, on the stack as well.
; exit: 95

@x = global i128 18446744073709551617
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
define i128 @rotate(i128 %a, i64 %b, i128 %c, i128 %d, i64 %e, i128 %f) noinline {
  %x = sub i128 %a, %c
  %y = mul i128 %d, %f
  %be = add i64 %b, %e
  %w = zext i64 %be to i128
  %s = add i128 %x, %y
  %t = add i128 %s, %w
  ret i128 %t
}

define i32 @main() {
  %x = load i128, ptr @x
  %r = call i128 @rotate(i128 %x, i64 1, i128 1, i128 %x, i64 2, i128 3)
  %ok2 = icmp eq i128 %r, 73786976294838206470
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 95)
  ret i32 %code
}
