; A patch point calls a function and leaves a record in the stack map section.
; exit: 245
; only: x64 — for AArch64 LLVM 22 writes an address of its own process in place of the function's
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
declare i64 @llvm.experimental.patchpoint.i64(i64, i32, ptr, i32, ...)
declare void @llvm.experimental.stackmap(i64, i32, ...)

define i64 @target(i64 %x) noinline {
  %y = add i64 %x, 6
  ret i64 %y
}

define i64 @patched(i64 %x) noinline {
  %r = call i64 (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.i64(i64 1, i32 32, ptr @target, i32 1, i64 %x, i64 %x)
  call void (i64, i32, ...) @llvm.experimental.stackmap(i64 2, i32 8, i64 %r)
  ret i64 %r
}

define i32 @main() {
  %r = call i64 @patched(i64 5)
  %ok2 = icmp eq i64 %r, 11
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 245)
  ret i32 %code
}
