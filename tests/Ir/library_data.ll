; Variables of the C library: its streams and the environment.
; exit: 198
; output: by stream

@stdout = external global ptr
@environ = external global ptr
@text = private constant [11 x i8] c"by stream\0A\00"
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
declare i32 @fputs(ptr, ptr)

define i32 @main() {
  %s = load ptr, ptr @stdout
  %r = call i32 @fputs(ptr @text, ptr %s)
  %ok2 = icmp sge i32 %r, 0
  call void @check(i1 %ok2, i32 2)
  %e = load ptr, ptr @environ
  %ok3 = icmp ne ptr %e, null
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 198)
  ret i32 %code
}
