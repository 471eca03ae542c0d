; errno, a thread-local variable of the C library, through its function.
; exit: 205
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
declare ptr @__errno_location()
declare i32 @close(i32)

define i32 @main() {
  %p = call ptr @__errno_location()
  store i32 0, ptr %p
  %r = call i32 @close(i32 -1)
  %ok2 = icmp eq i32 %r, -1
  call void @check(i1 %ok2, i32 2)
  %e = load i32, ptr %p
  %ok3 = icmp eq i32 %e, 9
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 205)
  ret i32 %code
}
