; The intrinsic that loads through a table of distances.
; exit: 164

@table = internal constant [2 x i32] [
  i32 trunc (i64 sub (i64 ptrtoint (ptr @x to i64), i64 ptrtoint (ptr @table to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @y to i64), i64 ptrtoint (ptr @table to i64)) to i32)]
@x = internal constant i32 71
@y = internal constant i32 72
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
declare ptr @llvm.load.relative.i64(ptr, i64)

define i32 @pick(i64 %offset) noinline {
  %p = call ptr @llvm.load.relative.i64(ptr @table, i64 %offset)
  %v = load i32, ptr %p
  ret i32 %v
}

define i32 @main() {
  %a = call i32 @pick(i64 0)
  %ok2 = icmp eq i32 %a, 71
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @pick(i64 4)
  %ok3 = icmp eq i32 %b, 72
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 164)
  ret i32 %code
}
