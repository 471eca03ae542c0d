; Ones, leading zeros and trailing zeros of numbers of several widths, zero included.
; exit: 51

declare i32 @llvm.ctpop.i32(i32)
declare i64 @llvm.ctpop.i64(i64)
declare i128 @llvm.ctpop.i128(i128)
declare i32 @llvm.ctlz.i32(i32, i1)
declare i64 @llvm.cttz.i64(i64, i1)
declare i8 @llvm.ctlz.i8(i8, i1)
declare i16 @llvm.cttz.i16(i16, i1)
declare i24 @llvm.ctlz.i24(i24, i1)

@word = global i32 16711935
@zero = global i64 0
@long = global i64 -9223372036854775808
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
  %w = load i32, ptr @word
  %z = load i64, ptr @zero
  %l = load i64, ptr @long
  %a = call i32 @llvm.ctpop.i32(i32 %w)
  %ok2 = icmp eq i32 %a, 16
  call void @check(i1 %ok2, i32 2)
  %m = sub i64 %z, 1
  %b = call i64 @llvm.ctpop.i64(i64 %m)
  %ok3 = icmp eq i64 %b, 64
  call void @check(i1 %ok3, i32 3)
  %wide = sext i64 %l to i128
  %c = call i128 @llvm.ctpop.i128(i128 %wide)
  %ok4 = icmp eq i128 %c, 65
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @llvm.ctlz.i32(i32 %w, i1 false)
  %ok5 = icmp eq i32 %d, 8
  call void @check(i1 %ok5, i32 5)
  %e = call i64 @llvm.cttz.i64(i64 %z, i1 false)
  %ok6 = icmp eq i64 %e, 64
  call void @check(i1 %ok6, i32 6)
  %f = call i64 @llvm.cttz.i64(i64 %l, i1 true)
  %ok7 = icmp eq i64 %f, 63
  call void @check(i1 %ok7, i32 7)
  %byte = trunc i64 %z to i8
  %g = call i8 @llvm.ctlz.i8(i8 %byte, i1 false)
  %ok8 = icmp eq i8 %g, 8
  call void @check(i1 %ok8, i32 8)
  %short = trunc i32 %w to i16
  %twice = shl i16 %short, 3
  %h = call i16 @llvm.cttz.i16(i16 %twice, i1 false)
  %ok9 = icmp eq i16 %h, 3
  call void @check(i1 %ok9, i32 9)
  %odd = trunc i32 %w to i24
  %small = lshr i24 %odd, 20
  %i = call i24 @llvm.ctlz.i24(i24 %small, i1 false)
  %ok10 = icmp eq i24 %i, 20
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 51)
  ret i32 %code
}
