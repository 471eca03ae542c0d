; Initialisers hold distances between addresses, in 64 and in 32 bits, as relative tables of methods do.
; exit: 163

@base = internal constant [3 x i32] [
  i32 trunc (i64 sub (i64 ptrtoint (ptr @first to i64), i64 ptrtoint (ptr @base to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @second to i64), i64 ptrtoint (ptr @base to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @third to i64), i64 ptrtoint (ptr @base to i64)) to i32)]
@one = internal global i32 5
@two = internal global i64 sub (i64 ptrtoint (ptr @one to i64), i64 ptrtoint (ptr @two to i64))
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
define internal i32 @first() noinline {
  ret i32 61
}

define internal i32 @second() noinline {
  ret i32 62
}

define hidden i32 @third() noinline {
  ret i32 63
}

define i32 @call(i64 %n) noinline {
  %slot = getelementptr [3 x i32], ptr @base, i64 0, i64 %n
  %distance = load i32, ptr %slot
  %wide = sext i32 %distance to i64
  %f = getelementptr i8, ptr @base, i64 %wide
  %r = call i32 %f()
  ret i32 %r
}

define i32 @main() {
  %a = call i32 @call(i64 0)
  %ok2 = icmp eq i32 %a, 61
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @call(i64 1)
  %ok3 = icmp eq i32 %b, 62
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @call(i64 2)
  %ok4 = icmp eq i32 %c, 63
  call void @check(i1 %ok4, i32 4)
  %d = load volatile i64, ptr @two
  %p = getelementptr i8, ptr @two, i64 %d
  %v = load i32, ptr %p
  %ok5 = icmp eq i32 %v, 5
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 163)
  ret i32 %code
}
