; Functions with a buffer are guarded by the C library's stack protector.
; exit: 237
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
declare i64 @strlen(ptr)

define i64 @fill(i32 %n) sspstrong noinline {
entry:
  %room = alloca [64 x i8]
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %p = getelementptr [64 x i8], ptr %room, i32 0, i32 %i
  store volatile i8 120, ptr %p
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, %n
  br i1 %more, label %loop, label %done
done:
  %q = getelementptr [64 x i8], ptr %room, i32 0, i32 %n
  store volatile i8 0, ptr %q
  %l = call i64 @strlen(ptr %room)
  ret i64 %l
}

define i32 @main() {
  %l = call i64 @fill(i32 50)
  %ok2 = icmp eq i64 %l, 50
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 237)
  ret i32 %code
}
