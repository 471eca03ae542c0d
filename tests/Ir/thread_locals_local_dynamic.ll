; Thread-local variables of the local-dynamic model, in two threads.
; exit: 201

@number = thread_local(localdynamic) global i32 7
@zero = internal thread_local(localdynamic) global [4 x i64] zeroinitializer
@seen = global i32 0
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
declare ptr @llvm.threadlocal.address.p0(ptr)

; Raises both variables of the calling thread, and gives their sum.
define i32 @raise(i32 %by) noinline {
  %n = call ptr @llvm.threadlocal.address.p0(ptr @number)
  %v = load i32, ptr %n
  %w = add i32 %v, %by
  store i32 %w, ptr %n
  %z = call ptr @llvm.threadlocal.address.p0(ptr @zero)
  %p = getelementptr [4 x i64], ptr %z, i64 0, i64 3
  %a = load i64, ptr %p
  %b = add i64 %a, 1000
  store i64 %b, ptr %p
  %c = trunc i64 %b to i32
  %s = add i32 %w, %c
  ret i32 %s
}

define ptr @work(ptr %argument) {
  %a = call i32 @raise(i32 1)
  %b = call i32 @raise(i32 1)
  store i32 %b, ptr @seen
  ret ptr null
}

define i32 @main() {
  %thread = alloca i64
  %a = call i32 @raise(i32 10)
  %ok2 = icmp eq i32 %a, 1017
  call void @check(i1 %ok2, i32 2)
  %r = call i32 @pthread_create(ptr %thread, ptr null, ptr @work, ptr null)
  %ok3 = icmp eq i32 %r, 0
  call void @check(i1 %ok3, i32 3)
  %handle = load i64, ptr %thread
  %s = call i32 @pthread_join(i64 %handle, ptr null)
  %seen = load i32, ptr @seen
  %ok4 = icmp eq i32 %seen, 2009
  call void @check(i1 %ok4, i32 4)
  %b = call i32 @raise(i32 10)
  %ok5 = icmp eq i32 %b, 2027
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 201)
  ret i32 %code
}
