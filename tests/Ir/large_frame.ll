; A function with more than a page of local variables calls itself.
; exit: 101

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
define i32 @deep(i32 %n) noinline {
  %room = alloca [40000 x i8], align 16
  %p = getelementptr [40000 x i8], ptr %room, i64 0, i64 39999
  %b = trunc i32 %n to i8
  store volatile i8 %b, ptr %p
  store volatile i8 %b, ptr %room
  %done = icmp eq i32 %n, 0
  br i1 %done, label %out, label %more
out:
  ret i32 0
more:
  %less = sub i32 %n, 1
  %r = call i32 @deep(i32 %less)
  %v = load volatile i8, ptr %p
  %w = zext i8 %v to i32
  %s = add i32 %r, %w
  ret i32 %s
}

define i32 @main() {
  %r = call i32 @deep(i32 20)
  %ok2 = icmp eq i32 %r, 210
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 101)
  ret i32 %code
}
