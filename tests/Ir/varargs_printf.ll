; printf gets integers, floating point and text, more than registers hold.
; exit: 100
; output: 1 -2 3000000000 x 4.5 six 7 8.25 9 10 0xff |   ab|

@format = private constant [47 x i8] c"%d %ld %u %c %.1f %s %d %.2f %ld %d %#x |%5s|\0A\00"
@six = private constant [4 x i8] c"six\00"
@ab = private constant [3 x i8] c"ab\00"
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
declare i32 @printf(ptr, ...)

define i32 @main() {
  %n = call i32 (ptr, ...) @printf(ptr @format, i32 1, i64 -2, i32 -1294967296, i32 120, double 4.5, ptr @six, i32 7, double 8.25, i64 9, i32 10, i32 255, ptr @ab)
  %ok2 = icmp eq i32 %n, 51
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 100)
  ret i32 %code
}
