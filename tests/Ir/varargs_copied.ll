; The copy of a list of arguments goes on where the list was.
; exit: 97
; output: 1 2 3 4 5 6 7 8 9 10
; output: 1 2 3 4 5 6 7 8 9 10

@format = private constant [30 x i8] c"%d %d %d %d %d %d %d %d %d %d\00"
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
declare void @llvm.va_copy.p0(ptr, ptr)
declare void @llvm.va_end.p0(ptr)
declare i32 @vsnprintf(ptr, i64, ptr, ptr)
declare i32 @puts(ptr)

define i32 @print(ptr %format, ...) noinline {
  %list = alloca [32 x i8], align 16
  %copy = alloca [32 x i8], align 16
  %buffer = alloca [64 x i8]
  call void @llvm.va_start.p0(ptr %list)
  call void @llvm.va_copy.p0(ptr %copy, ptr %list)
  %n = call i32 @vsnprintf(ptr %buffer, i64 64, ptr %format, ptr %list)
  %a = call i32 @puts(ptr %buffer)
  %m = call i32 @vsnprintf(ptr %buffer, i64 64, ptr %format, ptr %copy)
  %b = call i32 @puts(ptr %buffer)
  call void @llvm.va_end.p0(ptr %copy)
  call void @llvm.va_end.p0(ptr %list)
  %sum = add i32 %n, %m
  ret i32 %sum
}

define i32 @main() {
  %n = call i32 (ptr, ...) @print(ptr @format, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10)
  %ok2 = icmp eq i32 %n, 40
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 97)
  ret i32 %code
}
