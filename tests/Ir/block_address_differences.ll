; A table of 32-bit distances between labels, as threaded interpreters keep it.
; exit: 83

@distances = internal constant [3 x i32] [
  i32 0,
  i32 trunc (i64 sub (i64 ptrtoint (ptr blockaddress(@choose, %second) to i64), i64 ptrtoint (ptr blockaddress(@choose, %first) to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr blockaddress(@choose, %third) to i64), i64 ptrtoint (ptr blockaddress(@choose, %first) to i64)) to i32)]
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
define i32 @choose(i64 %n) noinline {
  %slot = getelementptr [3 x i32], ptr @distances, i64 0, i64 %n
  %distance = load i32, ptr %slot
  %wide = sext i32 %distance to i64
  %target = getelementptr i8, ptr blockaddress(@choose, %first), i64 %wide
  indirectbr ptr %target, [label %first, label %second, label %third]
first:
  ret i32 11
second:
  ret i32 22
third:
  ret i32 33
}

define i32 @main() {
  %a = call i32 @choose(i64 0)
  %ok2 = icmp eq i32 %a, 11
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @choose(i64 1)
  %ok3 = icmp eq i32 %b, 22
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @choose(i64 2)
  %ok4 = icmp eq i32 %c, 33
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 83)
  ret i32 %code
}
