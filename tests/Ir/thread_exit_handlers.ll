; A handler filed for the end of a thread runs before the thread is joined.
; exit: 247
; output: thread
; output: handler
; output: main

@__dso_handle = external hidden global i8
@thread.text = private constant [7 x i8] c"thread\00"
@handler.text = private constant [8 x i8] c"handler\00"
@main.text = private constant [5 x i8] c"main\00"
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
declare i32 @__cxa_thread_atexit(ptr, ptr, ptr)
declare i32 @puts(ptr)
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
declare i32 @pthread_join(i64, ptr)

define internal void @say(ptr %text) {
  %r = call i32 @puts(ptr %text)
  ret void
}

define internal ptr @work(ptr %argument) {
  %f = call i32 @__cxa_thread_atexit(ptr @say, ptr @handler.text, ptr @__dso_handle)
  %r = call i32 @puts(ptr @thread.text)
  ret ptr null
}

define i32 @main() {
  %thread = alloca i64
  %r = call i32 @pthread_create(ptr %thread, ptr null, ptr @work, ptr null)
  %ok2 = icmp eq i32 %r, 0
  call void @check(i1 %ok2, i32 2)
  %handle = load i64, ptr %thread
  %s = call i32 @pthread_join(i64 %handle, ptr null)
  %p = call i32 @puts(ptr @main.text)
  %code = call i32 @verdict(i32 247)
  ret i32 %code
}
