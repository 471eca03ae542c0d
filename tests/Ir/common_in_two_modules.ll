; A common variable of two modules is one, of the larger size.
; exit: 184
; modules: common_in_two_modules_second.ll

@buffer = common global [4 x i32] zeroinitializer, align 4
@number = common global i32 0, align 4
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
declare void @fill()

define i32 @main() {
  %z = load i32, ptr @buffer
  %ok2 = icmp eq i32 %z, 0
  call void @check(i1 %ok2, i32 2)
  call void @fill()
  %v = load i32, ptr @buffer
  %ok3 = icmp eq i32 %v, 1
  call void @check(i1 %ok3, i32 3)
  %p = getelementptr i32, ptr @buffer, i64 3
  %w = load i32, ptr %p
  %ok4 = icmp eq i32 %w, 4
  call void @check(i1 %ok4, i32 4)
  %n = load i32, ptr @number
  %ok5 = icmp eq i32 %n, 99
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 184)
  ret i32 %code
}
