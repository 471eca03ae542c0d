; A generator that is suspended between its numbers, split by passes that belong to every level. The result of coro.end is that of LLVM 22; earlier versions have i1.
; exit: 242
; lli: cannot — "Cannot select: intrinsic llvm.coro.begin": it runs none of the passes that split coroutines
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
declare token @llvm.coro.id(i32, ptr, ptr, ptr)
declare i1 @llvm.coro.alloc(token)
declare i64 @llvm.coro.size.i64()
declare ptr @llvm.coro.begin(token, ptr)
declare i8 @llvm.coro.suspend(token, i1)
declare void @llvm.coro.end(ptr, i1, token)
declare ptr @llvm.coro.free(token, ptr)
declare void @llvm.coro.resume(ptr)
declare void @llvm.coro.destroy(ptr)
declare ptr @malloc(i64)
declare void @free(ptr)

@current = global i32 0

define ptr @count(i32 %from) presplitcoroutine {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %size = call i64 @llvm.coro.size.i64()
  %room = call ptr @malloc(i64 %size)
  %handle = call ptr @llvm.coro.begin(token %id, ptr %room)
  br label %loop
loop:
  %n = phi i32 [ %from, %entry ], [ %next, %loop.next ]
  store i32 %n, ptr @current
  %state = call i8 @llvm.coro.suspend(token none, i1 false)
  switch i8 %state, label %suspend [
    i8 0, label %loop.next
    i8 1, label %cleanup
  ]
loop.next:
  %next = mul i32 %n, 2
  br label %loop
cleanup:
  %frame = call ptr @llvm.coro.free(token %id, ptr %handle)
  call void @free(ptr %frame)
  br label %suspend
suspend:
  call void @llvm.coro.end(ptr %handle, i1 false, token none)
  ret ptr %handle
}

define i32 @main() {
  %handle = call ptr @count(i32 3)
  %a = load i32, ptr @current
  %ok2 = icmp eq i32 %a, 3
  call void @check(i1 %ok2, i32 2)
  call void @llvm.coro.resume(ptr %handle)
  call void @llvm.coro.resume(ptr %handle)
  %b = load i32, ptr @current
  %ok3 = icmp eq i32 %b, 12
  call void @check(i1 %ok3, i32 3)
  call void @llvm.coro.destroy(ptr %handle)
  %code = call i32 @verdict(i32 242)
  ret i32 %code
}
