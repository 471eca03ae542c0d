; A loop with two entries.
; exit: 76

@enter = global i1 true
@times = global i32 10
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
define i32 @spin(i1 %where, i32 %n) noinline {
entry:
  br i1 %where, label %first, label %second
first:
  %a = phi i32 [ 0, %entry ], [ %b.next, %second ]
  %a.next = add i32 %a, 3
  %a.done = icmp sge i32 %a.next, %n
  br i1 %a.done, label %out, label %second
second:
  %b = phi i32 [ 1, %entry ], [ %a.next, %first ]
  %b.next = mul i32 %b, 2
  %b.done = icmp sge i32 %b.next, %n
  br i1 %b.done, label %out, label %first
out:
  %r = phi i32 [ %a.next, %first ], [ %b.next, %second ]
  ret i32 %r
}

define i32 @main() {
  %where = load i1, ptr @enter
  %n = load i32, ptr @times
  %r = call i32 @spin(i1 %where, i32 %n)
  %ok2 = icmp eq i32 %r, 18
  call void @check(i1 %ok2, i32 2)
  %other = xor i1 %where, true
  %s = call i32 @spin(i1 %other, i32 20)
  %ok3 = icmp eq i32 %s, 26
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 76)
  ret i32 %code
}
