; Room on the stack whose size is only known at run time, aligned to 64 bytes.
; exit: 103

@n = global i64 100
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
define i64 @sum(i64 %n) noinline {
entry:
  %room = alloca i32, i64 %n, align 64
  %address = ptrtoint ptr %room to i64
  %low = and i64 %address, 63
  br label %fill
fill:
  %i = phi i64 [ 0, %entry ], [ %i.next, %fill ]
  %p = getelementptr i32, ptr %room, i64 %i
  %v = trunc i64 %i to i32
  store volatile i32 %v, ptr %p
  %i.next = add i64 %i, 1
  %i.more = icmp ult i64 %i.next, %n
  br i1 %i.more, label %fill, label %add
add:
  %j = phi i64 [ 0, %fill ], [ %j.next, %add ]
  %sum = phi i64 [ %low, %fill ], [ %sum.next, %add ]
  %q = getelementptr i32, ptr %room, i64 %j
  %w = load volatile i32, ptr %q
  %wide = zext i32 %w to i64
  %sum.next = add i64 %sum, %wide
  %j.next = add i64 %j, 1
  %j.more = icmp ult i64 %j.next, %n
  br i1 %j.more, label %add, label %done
done:
  ret i64 %sum.next
}

define i32 @main() {
  %n = load i64, ptr @n
  %s = call i64 @sum(i64 %n)
  %ok2 = icmp eq i64 %s, 4950
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 103)
  ret i32 %code
}
