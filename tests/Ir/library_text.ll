; Text is made, measured, compared and searched by the C library.
; exit: 223
; output: 42 and 2.5

@format = private constant [12 x i8] c"%d and %.1f\00"
@wanted = private constant [4 x i8] c"and\00"
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
declare i32 @snprintf(ptr, i64, ptr, ...)
declare i64 @strlen(ptr)
declare ptr @strstr(ptr, ptr)
declare i64 @strtol(ptr, ptr, i32)
declare i32 @puts(ptr)

define i32 @main() {
  %room = alloca [32 x i8]
  %n = call i32 (ptr, i64, ptr, ...) @snprintf(ptr %room, i64 32, ptr @format, i32 42, double 2.5)
  %ok2 = icmp eq i32 %n, 10
  call void @check(i1 %ok2, i32 2)
  %l = call i64 @strlen(ptr %room)
  %ok3 = icmp eq i64 %l, 10
  call void @check(i1 %ok3, i32 3)
  %s = call ptr @strstr(ptr %room, ptr @wanted)
  %p = getelementptr i8, ptr %room, i64 3
  %ok4 = icmp eq ptr %s, %p
  call void @check(i1 %ok4, i32 4)
  %v = call i64 @strtol(ptr %room, ptr null, i32 10)
  %ok5 = icmp eq i64 %v, 42
  call void @check(i1 %ok5, i32 5)
  %r = call i32 @puts(ptr %room)
  %code = call i32 @verdict(i32 223)
  ret i32 %code
}
