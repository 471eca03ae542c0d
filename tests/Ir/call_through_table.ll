; A table of functions, of the module's own and of the C library.
; exit: 94

@table = global [4 x ptr] [ptr @own, ptr @abs, ptr @toupper, ptr @internal_one]
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
declare i32 @abs(i32)
declare i32 @toupper(i32)

define i32 @own(i32 %x) {
  %y = sub i32 0, %x
  ret i32 %y
}

define internal i32 @internal_one(i32 %x) {
  %y = add i32 %x, 1
  ret i32 %y
}

define i32 @run(i64 %n, i32 %x) noinline {
  %slot = getelementptr [4 x ptr], ptr @table, i64 0, i64 %n
  %f = load ptr, ptr %slot
  %r = tail call i32 %f(i32 %x)
  ret i32 %r
}

define i32 @main() {
  %a = call i32 @run(i64 0, i32 9)
  %ok2 = icmp eq i32 %a, -9
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @run(i64 1, i32 -9)
  %ok3 = icmp eq i32 %b, 9
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @run(i64 2, i32 113)
  %ok4 = icmp eq i32 %c, 81
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @run(i64 3, i32 113)
  %ok5 = icmp eq i32 %d, 114
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 94)
  ret i32 %code
}
