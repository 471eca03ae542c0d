; A jump over three frames back to where it was prepared.
; exit: 207

@buffer = internal global [400 x i8] zeroinitializer, align 16
@depth = global i32 0
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

define void @descend(i32 %n) noinline {
  %d = load i32, ptr @depth
  %e = add i32 %d, 1
  store i32 %e, ptr @depth
  %last = icmp eq i32 %n, 0
  br i1 %last, label %jump, label %deeper
jump:
  call void @longjmp(ptr @buffer, i32 23)
  unreachable
deeper:
  %less = sub i32 %n, 1
  call void @descend(i32 %less)
  store i32 -1, ptr @depth
  ret void
}

define i32 @main() {
  %local = alloca i32
  store volatile i32 4, ptr %local
  %r = call i32 @_setjmp(ptr @buffer) returns_twice
  %first = icmp eq i32 %r, 0
  br i1 %first, label %try, label %back
try:
  store volatile i32 5, ptr %local
  call void @descend(i32 2)
  ret i32 2
back:
  %ok2 = icmp eq i32 %r, 23
  call void @check(i1 %ok2, i32 2)
  %l = load volatile i32, ptr %local
  %ok3 = icmp eq i32 %l, 5
  call void @check(i1 %ok3, i32 3)
  %d = load i32, ptr @depth
  %ok4 = icmp eq i32 %d, 3
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 207)
  ret i32 %code
}
