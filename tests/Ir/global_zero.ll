; Large variables that are all zero take no room in an object.
; exit: 160

@zero = global [1000000 x i32] zeroinitializer, align 4096
@part = internal global [70000 x i8] zeroinitializer
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
  %address = ptrtoint ptr @zero to i64
  %low = and i64 %address, 4095
  %ok2 = icmp eq i64 %low, 0
  call void @check(i1 %ok2, i32 2)
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %sum = phi i32 [ 0, %entry ], [ %sum.next, %loop ]
  %p = getelementptr [1000000 x i32], ptr @zero, i64 0, i64 %i
  %v = load volatile i32, ptr %p
  %sum.next = or i32 %sum, %v
  store volatile i32 -1, ptr %p
  %next = add i64 %i, 1000
  %more = icmp ult i64 %next, 1000000
  br i1 %more, label %loop, label %done
done:
  %ok3 = icmp eq i32 %sum.next, 0
  call void @check(i1 %ok3, i32 3)
  %last = getelementptr [70000 x i8], ptr @part, i64 0, i64 69999
  %l = load volatile i8, ptr %last
  %ok4 = icmp eq i8 %l, 0
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 160)
  ret i32 %code
}
