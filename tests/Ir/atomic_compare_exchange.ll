; Compare and exchange, strong and weak, succeeding and failing.
; exit: 112

@cell = global i64 5
@small = global i8 9
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
define i32 @main() {
entry:
  %a = cmpxchg ptr @cell, i64 5, i64 6 seq_cst seq_cst
  %a0 = extractvalue { i64, i1 } %a, 0
  %a1 = extractvalue { i64, i1 } %a, 1
  %ok2 = icmp eq i64 %a0, 5
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp eq i1 %a1, true
  call void @check(i1 %ok3, i32 3)
  %b = cmpxchg ptr @cell, i64 5, i64 7 acq_rel monotonic
  %b0 = extractvalue { i64, i1 } %b, 0
  %b1 = extractvalue { i64, i1 } %b, 1
  %ok4 = icmp eq i64 %b0, 6
  call void @check(i1 %ok4, i32 4)
  %ok5 = icmp eq i1 %b1, false
  call void @check(i1 %ok5, i32 5)
  %c = cmpxchg ptr @small, i8 9, i8 -1 release monotonic
  %c1 = extractvalue { i8, i1 } %c, 1
  %ok6 = icmp eq i1 %c1, true
  call void @check(i1 %ok6, i32 6)
  br label %again
again:
  %w = cmpxchg weak ptr @cell, i64 6, i64 60 seq_cst acquire
  %w1 = extractvalue { i64, i1 } %w, 1
  br i1 %w1, label %done, label %again
done:
  %v = load i64, ptr @cell
  %ok7 = icmp eq i64 %v, 60
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 112)
  ret i32 %code
}
