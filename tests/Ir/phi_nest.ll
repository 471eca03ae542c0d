; Phi nodes that exchange two values, over nested branches.
; exit: 73

@count = global i32 7
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
define i32 @walk(i32 %n) noinline {
entry:
  br label %head
head:
  %i = phi i32 [ 0, %entry ], [ %i.next, %join ]
  %a = phi i32 [ 1, %entry ], [ %b.next, %join ]
  %b = phi i32 [ 100, %entry ], [ %a.next, %join ]
  %again = icmp slt i32 %i, %n
  br i1 %again, label %body, label %done
body:
  %odd = and i32 %i, 1
  %is = icmp ne i32 %odd, 0
  br i1 %is, label %left, label %right
left:
  %low = icmp slt i32 %a, %b
  br i1 %low, label %left.low, label %left.high
left.low:
  %a1 = add i32 %a, 3
  br label %left.join
left.high:
  %a2 = sub i32 %a, 5
  br label %left.join
left.join:
  %a3 = phi i32 [ %a1, %left.low ], [ %a2, %left.high ]
  br label %join
right:
  %b1 = add i32 %b, %i
  br label %join
join:
  %a.next = phi i32 [ %a3, %left.join ], [ %a, %right ]
  %b.next = phi i32 [ %b, %left.join ], [ %b1, %right ]
  %i.next = add i32 %i, 1
  br label %head
done:
  %twice = mul i32 %b, 256
  %r = add i32 %a, %twice
  ret i32 %r
}

define i32 @main() {
  %n = load i32, ptr @count
  %r = call i32 @walk(i32 %n)
  %ok2 = icmp eq i32 %r, 353
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 73)
  ret i32 %code
}
