; Shifts whose amount is only known at run time, in 8 to 64 bits.
; exit: 53

@amounts = global [4 x i64] [i64 0, i64 1, i64 5, i64 7]
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
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %left = phi i64 [ 1, %entry ], [ %left.next, %loop ]
  %right = phi i64 [ -9223372036854775808, %entry ], [ %right.next, %loop ]
  %small = phi i8 [ -128, %entry ], [ %small.next, %loop ]
  %p = getelementptr [4 x i64], ptr @amounts, i64 0, i64 %i
  %n = load i64, ptr %p
  %left.next = shl i64 %left, %n
  %right.next = lshr i64 %right, %n
  %n8 = trunc i64 %n to i8
  %small.next = ashr i8 %small, %n8
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, 4
  br i1 %more, label %loop, label %done
done:
  %ok2 = icmp eq i64 %left.next, 8192
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp eq i64 %right.next, 1125899906842624
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp eq i8 %small.next, -1
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 53)
  ret i32 %code
}
