; Additions, subtractions and shifts that stop at the ends of their range.
; exit: 49

declare i8 @llvm.sadd.sat.i8(i8, i8)
declare i8 @llvm.uadd.sat.i8(i8, i8)
declare i32 @llvm.ssub.sat.i32(i32, i32)
declare i32 @llvm.usub.sat.i32(i32, i32)
declare i16 @llvm.sshl.sat.i16(i16, i16)
declare i64 @llvm.ushl.sat.i64(i64, i64)
declare <4 x i16> @llvm.uadd.sat.v4i16(<4 x i16>, <4 x i16>)

@hundred = global i8 100
@word = global i32 -2147483000
@short = global i16 -5000
@long = global i64 4000000000000000000
@four = global <4 x i16> <i16 1, i16 -1, i16 -2, i16 30000>
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
  %hundred = load i8, ptr @hundred
  %a = call i8 @llvm.sadd.sat.i8(i8 %hundred, i8 %hundred)
  %ok2 = icmp eq i8 %a, 127
  call void @check(i1 %ok2, i32 2)
  %b = call i8 @llvm.uadd.sat.i8(i8 %hundred, i8 %hundred)
  %ok3 = icmp eq i8 %b, -56
  call void @check(i1 %ok3, i32 3)
  %c = call i8 @llvm.uadd.sat.i8(i8 %b, i8 %hundred)
  %ok4 = icmp eq i8 %c, -1
  call void @check(i1 %ok4, i32 4)
  %word = load i32, ptr @word
  %d = call i32 @llvm.ssub.sat.i32(i32 %word, i32 1000)
  %ok5 = icmp eq i32 %d, -2147483648
  call void @check(i1 %ok5, i32 5)
  %e = call i32 @llvm.usub.sat.i32(i32 1000, i32 %word)
  %ok6 = icmp eq i32 %e, 0
  call void @check(i1 %ok6, i32 6)
  %short = load i16, ptr @short
  %f = call i16 @llvm.sshl.sat.i16(i16 %short, i16 4)
  %ok7 = icmp eq i16 %f, -32768
  call void @check(i1 %ok7, i32 7)
  %long = load i64, ptr @long
  %g = call i64 @llvm.ushl.sat.i64(i64 %long, i64 3)
  %ok8 = icmp eq i64 %g, -1
  call void @check(i1 %ok8, i32 8)
  %four = load <4 x i16>, ptr @four
  %h = call <4 x i16> @llvm.uadd.sat.v4i16(<4 x i16> %four, <4 x i16> splat (i16 1))
  %h0 = extractelement <4 x i16> %h, i32 0
  %ok9 = icmp eq i16 %h0, 2
  call void @check(i1 %ok9, i32 9)
  %h1 = extractelement <4 x i16> %h, i32 1
  %ok10 = icmp eq i16 %h1, -1
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 49)
  ret i32 %code
}
