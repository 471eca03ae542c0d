; Arguments are taken from a list by hand, as the procedure call standard of the machine lays it out.
; exit: 99
; only: arm64 — the list is that machine's

%list = type { ptr, ptr, ptr, i32, i32 }
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
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)

define i64 @next(ptr %list) noinline {
  %offset.p = getelementptr %list, ptr %list, i32 0, i32 3
  %offset = load i32, ptr %offset.p
  %used = icmp sge i32 %offset, 0
  br i1 %used, label %stack, label %register
register:
  %moved = add i32 %offset, 8
  store i32 %moved, ptr %offset.p
  %top.p = getelementptr %list, ptr %list, i32 0, i32 1
  %top = load ptr, ptr %top.p
  %at = getelementptr i8, ptr %top, i32 %offset
  br label %take
stack:
  %stack.p = load ptr, ptr %list
  %after = getelementptr i8, ptr %stack.p, i64 8
  store ptr %after, ptr %list
  br label %take
take:
  %p = phi ptr [ %at, %register ], [ %stack.p, %stack ]
  %v = load i64, ptr %p
  ret i64 %v
}

define i64 @sum(i32 %count, ...) noinline {
entry:
  %list = alloca %list, align 16
  call void @llvm.va_start.p0(ptr %list)
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %more, %loop ]
  %v = call i64 @next(ptr %list)
  %more = add i64 %sum, %v
  %next = add i32 %i, 1
  %again = icmp slt i32 %next, %count
  br i1 %again, label %loop, label %done
done:
  call void @llvm.va_end.p0(ptr %list)
  ret i64 %more
}

define i32 @main() {
  %s = call i64 (i32, ...) @sum(i32 10, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10)
  %ok2 = icmp eq i64 %s, 55
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 99)
  ret i32 %code
}
