; A product of matrices in three nested loops.
; exit: 75

@a = global [4 x [4 x i32]] [[4 x i32] [i32 1, i32 2, i32 3, i32 4], [4 x i32] [i32 5, i32 6, i32 7, i32 8], [4 x i32] [i32 9, i32 10, i32 11, i32 12], [4 x i32] [i32 13, i32 14, i32 15, i32 16]]
@c = global [4 x [4 x i32]] zeroinitializer
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
  br label %rows
rows:
  %i = phi i64 [ 0, %entry ], [ %i.next, %rows.end ]
  br label %columns
columns:
  %j = phi i64 [ 0, %rows ], [ %j.next, %columns.end ]
  br label %products
products:
  %k = phi i64 [ 0, %columns ], [ %k.next, %products ]
  %sum = phi i32 [ 0, %columns ], [ %sum.next, %products ]
  %p = getelementptr inbounds [4 x [4 x i32]], ptr @a, i64 0, i64 %i, i64 %k
  %q = getelementptr inbounds [4 x [4 x i32]], ptr @a, i64 0, i64 %k, i64 %j
  %x = load i32, ptr %p
  %y = load i32, ptr %q
  %xy = mul i32 %x, %y
  %sum.next = add i32 %sum, %xy
  %k.next = add i64 %k, 1
  %k.more = icmp ne i64 %k.next, 4
  br i1 %k.more, label %products, label %columns.end
columns.end:
  %r = getelementptr inbounds [4 x [4 x i32]], ptr @c, i64 0, i64 %i, i64 %j
  store i32 %sum.next, ptr %r
  %j.next = add i64 %j, 1
  %j.more = icmp ne i64 %j.next, 4
  br i1 %j.more, label %columns, label %rows.end
rows.end:
  %i.next = add i64 %i, 1
  %i.more = icmp ne i64 %i.next, 4
  br i1 %i.more, label %rows, label %done
done:
  %first = load i32, ptr @c
  %ok2 = icmp eq i32 %first, 90
  call void @check(i1 %ok2, i32 2)
  %last = getelementptr [4 x [4 x i32]], ptr @c, i64 0, i64 3, i64 3
  %l = load i32, ptr %last
  %ok3 = icmp eq i32 %l, 600
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 75)
  ret i32 %code
}
