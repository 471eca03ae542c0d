; One place is jumped to five times.
; exit: 208

@buffer = internal global [400 x i8] zeroinitializer, align 16
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
declare i32 @_setjmp(ptr) returns_twice
declare void @longjmp(ptr, i32) noreturn

define i32 @main() {
  %count = alloca i32
  store volatile i32 0, ptr %count
  %r = call i32 @_setjmp(ptr @buffer) returns_twice
  %c = load volatile i32, ptr %count
  %d = add i32 %c, %r
  store volatile i32 %d, ptr %count
  %again = icmp ult i32 %r, 5
  br i1 %again, label %jump, label %done
jump:
  %next = add i32 %r, 1
  call void @longjmp(ptr @buffer, i32 %next)
  unreachable
done:
  %ok2 = icmp eq i32 %d, 15
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 208)
  ret i32 %code
}
