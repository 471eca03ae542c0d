; Thread-local variables of larger alignment, and one with an address inside.
; exit: 206

@text = thread_local global [20 x i8] c"thread-local storage", align 16
@wide = thread_local global <8 x i32> <i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8>, align 32
@pointer = thread_local global ptr @plain
@plain = global i32 6
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

define i32 @main() {
  %w = call ptr @llvm.threadlocal.address.p0(ptr @wide)
  %n = ptrtoint ptr %w to i64
  %low = and i64 %n, 31
  %ok2 = icmp eq i64 %low, 0
  call void @check(i1 %ok2, i32 2)
  %v = load <8 x i32>, ptr %w
  %v7 = extractelement <8 x i32> %v, i32 7
  %ok3 = icmp eq i32 %v7, 8
  call void @check(i1 %ok3, i32 3)
  %t = call ptr @llvm.threadlocal.address.p0(ptr @text)
  %c.p = getelementptr i8, ptr %t, i64 13
  %c = load i8, ptr %c.p
  %ok4 = icmp eq i8 %c, 115
  call void @check(i1 %ok4, i32 4)
  %p.p = call ptr @llvm.threadlocal.address.p0(ptr @pointer)
  %p = load ptr, ptr %p.p
  %x = load i32, ptr %p
  %ok5 = icmp eq i32 %x, 6
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 206)
  ret i32 %code
}
