; The six operations that tell whether they overflowed.
; exit: 48

declare { i32, i1 } @llvm.sadd.with.overflow.i32(i32, i32)
declare { i32, i1 } @llvm.uadd.with.overflow.i32(i32, i32)
declare { i32, i1 } @llvm.ssub.with.overflow.i32(i32, i32)
declare { i64, i1 } @llvm.usub.with.overflow.i64(i64, i64)
declare { i64, i1 } @llvm.smul.with.overflow.i64(i64, i64)
declare { i16, i1 } @llvm.umul.with.overflow.i16(i16, i16)

@large = global i32 2147483647
@all = global i32 -1
@small = global i64 3
@wide = global i64 4611686018427387904
@half = global i16 300
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
  %large = load i32, ptr @large
  %all = load i32, ptr @all
  %small = load i64, ptr @small
  %wide = load i64, ptr @wide
  %half = load i16, ptr @half
  %a = call { i32, i1 } @llvm.sadd.with.overflow.i32(i32 %large, i32 1)
  %a0 = extractvalue { i32, i1 } %a, 0
  %a1 = extractvalue { i32, i1 } %a, 1
  %ok2 = icmp eq i32 %a0, -2147483648
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp eq i1 %a1, true
  call void @check(i1 %ok3, i32 3)
  %b = call { i32, i1 } @llvm.uadd.with.overflow.i32(i32 %large, i32 1)
  %b1 = extractvalue { i32, i1 } %b, 1
  %ok4 = icmp eq i1 %b1, false
  call void @check(i1 %ok4, i32 4)
  %c = call { i32, i1 } @llvm.uadd.with.overflow.i32(i32 %all, i32 1)
  %c1 = extractvalue { i32, i1 } %c, 1
  %ok5 = icmp eq i1 %c1, true
  call void @check(i1 %ok5, i32 5)
  %d = call { i32, i1 } @llvm.ssub.with.overflow.i32(i32 %all, i32 %large)
  %d0 = extractvalue { i32, i1 } %d, 0
  %d1 = extractvalue { i32, i1 } %d, 1
  %ok6 = icmp eq i32 %d0, -2147483648
  call void @check(i1 %ok6, i32 6)
  %ok7 = icmp eq i1 %d1, false
  call void @check(i1 %ok7, i32 7)
  %e = call { i64, i1 } @llvm.usub.with.overflow.i64(i64 %small, i64 4)
  %e1 = extractvalue { i64, i1 } %e, 1
  %ok8 = icmp eq i1 %e1, true
  call void @check(i1 %ok8, i32 8)
  %f = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 %wide, i64 2)
  %f0 = extractvalue { i64, i1 } %f, 0
  %f1 = extractvalue { i64, i1 } %f, 1
  %ok9 = icmp eq i64 %f0, -9223372036854775808
  call void @check(i1 %ok9, i32 9)
  %ok10 = icmp eq i1 %f1, true
  call void @check(i1 %ok10, i32 10)
  %g = call { i16, i1 } @llvm.umul.with.overflow.i16(i16 %half, i16 218)
  %g0 = extractvalue { i16, i1 } %g, 0
  %g1 = extractvalue { i16, i1 } %g, 1
  %ok11 = icmp eq i16 %g0, 65400
  call void @check(i1 %ok11, i32 11)
  %ok12 = icmp eq i1 %g1, false
  call void @check(i1 %ok12, i32 12)
  %h = call { i16, i1 } @llvm.umul.with.overflow.i16(i16 %half, i16 219)
  %h1 = extractvalue { i16, i1 } %h, 1
  %ok13 = icmp eq i1 %h1, true
  call void @check(i1 %ok13, i32 13)
  %code = call i32 @verdict(i32 48)
  ret i32 %code
}
