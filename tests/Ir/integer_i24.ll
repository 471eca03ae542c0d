; Integers of 24 bits lie in memory without touching what stands beside them.
; exit: 43

%triple = type <{ i8, i24, i8 }>
@cells = global [4 x i24] [i24 1, i24 -1, i24 8388607, i24 4660]
@between = global %triple <{ i8 17, i24 0, i8 34 }>
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
define i24 @twice(i24 %x) noinline {
  %y = add i24 %x, %x
  ret i24 %y
}

define i32 @main() {
  %second = getelementptr [4 x i24], ptr @cells, i64 0, i64 1
  %v = load i24, ptr %second
  %wide = sext i24 %v to i32
  %ok2 = icmp eq i32 %wide, -1
  call void @check(i1 %ok2, i32 2)
  %third = getelementptr [4 x i24], ptr @cells, i64 0, i64 2
  %w = load i24, ptr %third
  %t = call i24 @twice(i24 %w)
  %ok3 = icmp eq i24 %t, -2
  call void @check(i1 %ok3, i32 3)
  store i24 %t, ptr %second
  %first = load i24, ptr @cells
  %ok4 = icmp eq i24 %first, 1
  call void @check(i1 %ok4, i32 4)
  %w2 = load i24, ptr %third
  %ok5 = icmp eq i24 %w2, 8388607
  call void @check(i1 %ok5, i32 5)
  %middle = getelementptr %triple, ptr @between, i32 0, i32 1
  store i24 -3, ptr %middle, align 1
  %before = load i8, ptr @between
  %ok6 = icmp eq i8 %before, 17
  call void @check(i1 %ok6, i32 6)
  %again = load i24, ptr %middle, align 1
  %ok7 = icmp eq i24 %again, -3
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 43)
  ret i32 %code
}
