; A thread-local variable of one module is used by another, under one address a thread.
; exit: 204
; modules: thread_locals_across_modules_second.ll

@number = external thread_local global i32
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
declare ptr @llvm.threadlocal.address.p0(ptr)
declare ptr @address()

define i32 @main() {
  %n = call ptr @llvm.threadlocal.address.p0(ptr @number)
  %v = load i32, ptr %n
  %ok2 = icmp eq i32 %v, 55
  call void @check(i1 %ok2, i32 2)
  %p = call ptr @address()
  %ok3 = icmp eq ptr %p, %n
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 204)
  ret i32 %code
}
