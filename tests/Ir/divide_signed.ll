; Signed division rounds towards zero and the remainder takes the sign of the dividend, in 8 to 64 bits.
; exit: 47

@values = global { i8, i16, i32, i64 } { i8 -100, i16 -30000, i32 -2000000000, i64 -9000000000000000000 }
@by = global { i8, i16, i32, i64 } { i8 7, i16 -7, i32 7, i64 -7 }
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
  %a8 = load i8, ptr @values
  %d8 = load i8, ptr @by
  %q8 = sdiv i8 %a8, %d8
  %ok2 = icmp eq i8 %q8, -14
  call void @check(i1 %ok2, i32 2)
  %r8 = srem i8 %a8, %d8
  %ok3 = icmp eq i8 %r8, -2
  call void @check(i1 %ok3, i32 3)
  %u8 = udiv i8 %a8, %d8
  %ok4 = icmp eq i8 %u8, 22
  call void @check(i1 %ok4, i32 4)
  %p16 = getelementptr { i8, i16, i32, i64 }, ptr @values, i32 0, i32 1
  %e16 = getelementptr { i8, i16, i32, i64 }, ptr @by, i32 0, i32 1
  %a16 = load i16, ptr %p16
  %d16 = load i16, ptr %e16
  %q16 = sdiv i16 %a16, %d16
  %ok5 = icmp eq i16 %q16, 4285
  call void @check(i1 %ok5, i32 5)
  %r16 = srem i16 %a16, %d16
  %ok6 = icmp eq i16 %r16, -5
  call void @check(i1 %ok6, i32 6)
  %p32 = getelementptr { i8, i16, i32, i64 }, ptr @values, i32 0, i32 2
  %e32 = getelementptr { i8, i16, i32, i64 }, ptr @by, i32 0, i32 2
  %a32 = load i32, ptr %p32
  %d32 = load i32, ptr %e32
  %q32 = sdiv i32 %a32, %d32
  %ok7 = icmp eq i32 %q32, -285714285
  call void @check(i1 %ok7, i32 7)
  %r32 = srem i32 %a32, %d32
  %ok8 = icmp eq i32 %r32, -5
  call void @check(i1 %ok8, i32 8)
  %p64 = getelementptr { i8, i16, i32, i64 }, ptr @values, i32 0, i32 3
  %e64 = getelementptr { i8, i16, i32, i64 }, ptr @by, i32 0, i32 3
  %a64 = load i64, ptr %p64
  %d64 = load i64, ptr %e64
  %q64 = sdiv i64 %a64, %d64
  %ok9 = icmp eq i64 %q64, 1285714285714285714
  call void @check(i1 %ok9, i32 9)
  %r64 = srem i64 %a64, %d64
  %ok10 = icmp eq i64 %r64, -2
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 47)
  ret i32 %code
}
