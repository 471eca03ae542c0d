; Distances to functions that may lie elsewhere, the C library's among them, lead to a stand-in nearby.
; exit: 244

@base = internal constant [2 x i32] [
  i32 trunc (i64 sub (i64 ptrtoint (ptr dso_local_equivalent @own to i64), i64 ptrtoint (ptr @base to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr dso_local_equivalent @abs to i64), i64 ptrtoint (ptr @base to i64)) to i32)]
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

define i32 @own(i32 %x) noinline {
  %y = add i32 %x, 63
  ret i32 %y
}

define i32 @call(i64 %n, i32 %x) noinline {
  %slot = getelementptr [2 x i32], ptr @base, i64 0, i64 %n
  %distance = load i32, ptr %slot
  %wide = sext i32 %distance to i64
  %f = getelementptr i8, ptr @base, i64 %wide
  %r = call i32 %f(i32 %x)
  ret i32 %r
}

define i32 @main() {
  %a = call i32 @call(i64 0, i32 1)
  %ok2 = icmp eq i32 %a, 64
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @call(i64 1, i32 -9)
  %ok3 = icmp eq i32 %b, 9
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 244)
  ret i32 %code
}
