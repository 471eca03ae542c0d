; Bytes and bits in reverse order.
; exit: 52

declare i16 @llvm.bswap.i16(i16)
declare i32 @llvm.bswap.i32(i32)
declare i64 @llvm.bswap.i64(i64)
declare i48 @llvm.bswap.i48(i48)
declare i8 @llvm.bitreverse.i8(i8)
declare i32 @llvm.bitreverse.i32(i32)
declare i4 @llvm.bitreverse.i4(i4)

@long = global i64 72623859790382856
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
  %l = load i64, ptr @long
  %a = call i64 @llvm.bswap.i64(i64 %l)
  %ok2 = icmp eq i64 %a, 578437695752307201
  call void @check(i1 %ok2, i32 2)
  %w = trunc i64 %l to i32
  %b = call i32 @llvm.bswap.i32(i32 %w)
  %ok3 = icmp eq i32 %b, 134678021
  call void @check(i1 %ok3, i32 3)
  %s = trunc i64 %l to i16
  %c = call i16 @llvm.bswap.i16(i16 %s)
  %ok4 = icmp eq i16 %c, 2055
  call void @check(i1 %ok4, i32 4)
  %six = trunc i64 %l to i48
  %d = call i48 @llvm.bswap.i48(i48 %six)
  %ok5 = icmp eq i48 %d, 8826258785283
  call void @check(i1 %ok5, i32 5)
  %y = trunc i64 %l to i8
  %e = call i8 @llvm.bitreverse.i8(i8 %y)
  %ok6 = icmp eq i8 %e, 16
  call void @check(i1 %ok6, i32 6)
  %f = call i32 @llvm.bitreverse.i32(i32 %w)
  %ok7 = icmp eq i32 %f, 283140256
  call void @check(i1 %ok7, i32 7)
  %n = trunc i64 %l to i4
  %o = or i4 %n, 3
  %g = call i4 @llvm.bitreverse.i4(i4 %o)
  %ok8 = icmp eq i4 %g, -3
  call void @check(i1 %ok8, i32 8)
  %code = call i32 @verdict(i32 52)
  ret i32 %code
}
