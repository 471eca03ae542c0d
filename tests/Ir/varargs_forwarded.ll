; A function with a variable number of arguments hands its list to the C library's.
; exit: 96
; output: <7 seven 2.50 70000000000>

@text = private constant [6 x i8] c"seven\00"
@whole = private constant [17 x i8] c"<%d %s %.2f %ld>\00"
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
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)
declare i32 @vsnprintf(ptr, i64, ptr, ptr)
declare i32 @puts(ptr)

define i32 @print(ptr %format, ...) noinline {
  %list = alloca [32 x i8], align 16
  %buffer = alloca [64 x i8]
  call void @llvm.va_start.p0(ptr %list)
  %n = call i32 @vsnprintf(ptr %buffer, i64 64, ptr %format, ptr %list)
  call void @llvm.va_end.p0(ptr %list)
  %ignored = call i32 @puts(ptr %buffer)
  ret i32 %n
}

define i32 @main() {
  %n = call i32 (ptr, ...) @print(ptr @whole, i32 7, ptr @text, double 2.5, i64 70000000000)
  %ok2 = icmp eq i32 %n, 26
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 96)
  ret i32 %code
}
