; Four threads add to one number atomically.
; exit: 199

@sum = global i64 0
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
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
declare i32 @pthread_join(i64, ptr)

define ptr @work(ptr %argument) {
entry:
  %step = ptrtoint ptr %argument to i64
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %old = atomicrmw add ptr @sum, i64 %step monotonic
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 10000
  br i1 %more, label %loop, label %done
done:
  ret ptr %argument
}

define i32 @main() {
entry:
  %threads = alloca [4 x i64]
  %result = alloca ptr
  br label %start
start:
  %i = phi i64 [ 0, %entry ], [ %i.next, %start ]
  %slot = getelementptr [4 x i64], ptr %threads, i64 0, i64 %i
  %i.next = add i64 %i, 1
  %argument = inttoptr i64 %i.next to ptr
  %r = call i32 @pthread_create(ptr %slot, ptr null, ptr @work, ptr %argument)
  %i.more = icmp ult i64 %i.next, 4
  br i1 %i.more, label %start, label %wait
wait:
  %j = phi i64 [ 0, %start ], [ %j.next, %wait ]
  %back = phi i64 [ 0, %start ], [ %back.next, %wait ]
  %handle.p = getelementptr [4 x i64], ptr %threads, i64 0, i64 %j
  %handle = load i64, ptr %handle.p
  %s = call i32 @pthread_join(i64 %handle, ptr %result)
  %v = load i64, ptr %result
  %back.next = add i64 %back, %v
  %j.next = add i64 %j, 1
  %j.more = icmp ult i64 %j.next, 4
  br i1 %j.more, label %wait, label %done
done:
  %ok2 = icmp eq i64 %back.next, 10
  call void @check(i1 %ok2, i32 2)
  %sum = load i64, ptr @sum
  %ok3 = icmp eq i64 %sum, 100000
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 199)
  ret i32 %code
}
