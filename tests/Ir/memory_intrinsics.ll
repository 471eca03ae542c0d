; Memory is copied, moved over itself and set, with lengths that are known and that are not.
; exit: 109

declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @llvm.memcpy.inline.p0.p0.i64(ptr, ptr, i64, i1)

@source = global [26 x i8] c"abcdefghijklmnopqrstuvwxyz"
@target = global [200 x i8] zeroinitializer
@n = global i64 26
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
  %n = load i64, ptr @n
  call void @llvm.memcpy.p0.p0.i64(ptr @target, ptr @source, i64 %n, i1 false)
  %p3 = getelementptr i8, ptr @target, i64 3
  %m = sub i64 %n, 3
  call void @llvm.memmove.p0.p0.i64(ptr %p3, ptr @target, i64 %m, i1 false)
  %p25 = getelementptr i8, ptr @target, i64 25
  %a = load i8, ptr %p25
  %ok2 = icmp eq i8 %a, 119
  call void @check(i1 %ok2, i32 2)
  %b = load i8, ptr %p3
  %ok3 = icmp eq i8 %b, 97
  call void @check(i1 %ok3, i32 3)
  %p100 = getelementptr i8, ptr @target, i64 100
  call void @llvm.memset.p0.i64(ptr %p100, i8 7, i64 64, i1 false)
  %p163 = getelementptr i8, ptr @target, i64 163
  %c = load i8, ptr %p163
  %ok4 = icmp eq i8 %c, 7
  call void @check(i1 %ok4, i32 4)
  %p164 = getelementptr i8, ptr @target, i64 164
  %d = load i8, ptr %p164
  %ok5 = icmp eq i8 %d, 0
  call void @check(i1 %ok5, i32 5)
  call void @llvm.memset.p0.i64(ptr @target, i8 -1, i64 %n, i1 true)
  %e = load i16, ptr @target
  %ok6 = icmp eq i16 %e, -1
  call void @check(i1 %ok6, i32 6)
  call void @llvm.memcpy.inline.p0.p0.i64(ptr %p164, ptr @source, i64 9, i1 false)
  %p172 = getelementptr i8, ptr @target, i64 172
  %f = load i8, ptr %p172
  %ok7 = icmp eq i8 %f, 105
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 109)
  ret i32 %code
}
