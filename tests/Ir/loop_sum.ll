; A counted loop adds up.
; exit: 74

@n = global i32 1000
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
  %n = load i32, ptr @n
  br label %loop
loop:
  %i = phi i32 [ 1, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %wide = zext i32 %i to i64
  %square = mul nuw nsw i64 %wide, %wide
  %sum.next = add i64 %sum, %square
  %i.next = add nuw nsw i32 %i, 1
  %more = icmp ule i32 %i.next, %n
  br i1 %more, label %loop, label %done
done:
  %ok2 = icmp eq i64 %sum.next, 333833500
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 74)
  ret i32 %code
}
