; Funnel shifts of two numbers, and rotations, with amounts above the width.
; exit: 50

declare i32 @llvm.fshl.i32(i32, i32, i32)
declare i32 @llvm.fshr.i32(i32, i32, i32)
declare i8 @llvm.fshl.i8(i8, i8, i8)
declare i64 @llvm.fshr.i64(i64, i64, i64)

@high = global i32 305419896
@low = global i32 -1698898192
@amount = global i32 40
@byte = global i8 -127
@amount8 = global i8 9
@long = global i64 1
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
  %high = load i32, ptr @high
  %low = load i32, ptr @low
  %amount = load i32, ptr @amount
  %a = call i32 @llvm.fshl.i32(i32 %high, i32 %low, i32 8)
  %ok2 = icmp eq i32 %a, 878082202
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @llvm.fshl.i32(i32 %high, i32 %low, i32 %amount)
  %ok3 = icmp eq i32 %b, 878082202
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @llvm.fshr.i32(i32 %high, i32 %low, i32 %amount)
  %ok4 = icmp eq i32 %c, 2023406814
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @llvm.fshl.i32(i32 %high, i32 %low, i32 0)
  %ok5 = icmp eq i32 %d, 305419896
  call void @check(i1 %ok5, i32 5)
  %byte = load i8, ptr @byte
  %amount8 = load i8, ptr @amount8
  %e = call i8 @llvm.fshl.i8(i8 %byte, i8 %byte, i8 %amount8)
  %ok6 = icmp eq i8 %e, 3
  call void @check(i1 %ok6, i32 6)
  %long = load i64, ptr @long
  %f = call i64 @llvm.fshr.i64(i64 %long, i64 %long, i64 1)
  %ok7 = icmp eq i64 %f, -9223372036854775808
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 50)
  ret i32 %code
}
