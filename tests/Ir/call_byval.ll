; A structure that is passed as a copy: the callee's writes stay with it.
; exit: 90

%large = type { [6 x i64] }
@origin = global %large { [6 x i64] [i64 1, i64 2, i64 3, i64 4, i64 5, i64 6] }
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
define i64 @consume(i32 %n, ptr byval(%large) align 8 %copy) noinline {
  %p = getelementptr %large, ptr %copy, i32 0, i32 0, i32 %n
  %v = load i64, ptr %p
  store i64 0, ptr %p
  store volatile i64 99, ptr %copy
  %w = load volatile i64, ptr %copy
  %sum = add i64 %v, %w
  ret i64 %sum
}

define i32 @main() {
  %a = call i64 @consume(i32 4, ptr byval(%large) align 8 @origin)
  %ok2 = icmp eq i64 %a, 104
  call void @check(i1 %ok2, i32 2)
  %b = call i64 @consume(i32 4, ptr byval(%large) align 8 @origin)
  %ok3 = icmp eq i64 %b, 104
  call void @check(i1 %ok3, i32 3)
  %v = load i64, ptr @origin
  %ok4 = icmp eq i64 %v, 1
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 90)
  ret i32 %code
}
