; The intrinsics for the smaller, the larger and the absolute number.
; exit: 55

declare i32 @llvm.smin.i32(i32, i32)
declare i32 @llvm.smax.i32(i32, i32)
declare i32 @llvm.umin.i32(i32, i32)
declare i64 @llvm.umax.i64(i64, i64)
declare i32 @llvm.abs.i32(i32, i1)
declare i8 @llvm.abs.i8(i8, i1)
declare i8 @llvm.scmp.i8.i32(i32, i32)
declare i8 @llvm.ucmp.i8.i32(i32, i32)

@minus = global i32 -5
@plus = global i32 3
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
  %m = load i32, ptr @minus
  %p = load i32, ptr @plus
  %a = call i32 @llvm.smin.i32(i32 %m, i32 %p)
  %ok2 = icmp eq i32 %a, -5
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @llvm.smax.i32(i32 %m, i32 %p)
  %ok3 = icmp eq i32 %b, 3
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @llvm.umin.i32(i32 %m, i32 %p)
  %ok4 = icmp eq i32 %c, 3
  call void @check(i1 %ok4, i32 4)
  %m64 = sext i32 %m to i64
  %d = call i64 @llvm.umax.i64(i64 %m64, i64 3)
  %ok5 = icmp eq i64 %d, -5
  call void @check(i1 %ok5, i32 5)
  %e = call i32 @llvm.abs.i32(i32 %m, i1 true)
  %ok6 = icmp eq i32 %e, 5
  call void @check(i1 %ok6, i32 6)
  %m8 = shl i8 1, 7
  %m3 = trunc i32 %p to i8
  %x = mul i8 %m3, -64
  %y = add i8 %x, 64
  %f = call i8 @llvm.abs.i8(i8 %y, i1 false)
  %ok7 = icmp eq i8 %f, -128
  call void @check(i1 %ok7, i32 7)
  %g = call i8 @llvm.scmp.i8.i32(i32 %m, i32 %p)
  %ok8 = icmp eq i8 %g, -1
  call void @check(i1 %ok8, i32 8)
  %h = call i8 @llvm.ucmp.i8.i32(i32 %m, i32 %p)
  %ok9 = icmp eq i8 %h, 1
  call void @check(i1 %ok9, i32 9)
  %code = call i32 @verdict(i32 55)
  ret i32 %code
}
