; A switch that only chooses a value may become a table of values.
; exit: 81
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
define i32 @days(i32 %month) noinline {
entry:
  switch i32 %month, label %none [
    i32 1, label %long
    i32 2, label %short
    i32 3, label %long
    i32 4, label %usual
    i32 5, label %long
    i32 6, label %usual
    i32 7, label %long
    i32 8, label %long
    i32 9, label %usual
    i32 10, label %long
    i32 11, label %usual
    i32 12, label %long
  ]
long:
  br label %out
usual:
  br label %out
short:
  br label %out
none:
  br label %out
out:
  %n = phi i32 [ 31, %long ], [ 30, %usual ], [ 28, %short ], [ 0, %none ]
  ret i32 %n
}

define i32 @main() {
entry:
  br label %loop
loop:
  %m = phi i32 [ 0, %entry ], [ %next, %loop ]
  %sum = phi i32 [ 0, %entry ], [ %sum.next, %loop ]
  %d = call i32 @days(i32 %m)
  %sum.next = add i32 %sum, %d
  %next = add i32 %m, 1
  %more = icmp ult i32 %next, 20
  br i1 %more, label %loop, label %done
done:
  %ok2 = icmp eq i32 %sum.next, 365
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 81)
  ret i32 %code
}
