; A patch point without a callee and a record of live values leave a table in the stack map section.
; exit: 238
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
declare void @llvm.experimental.patchpoint.void(i64, i32, ptr, i32, ...)
declare void @llvm.experimental.stackmap(i64, i32, ...)

define i64 @patched(i64 %x) noinline {
  call void (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.void(i64 1, i32 32, ptr null, i32 0, i64 %x)
  %y = mul i64 %x, 3
  call void (i64, i32, ...) @llvm.experimental.stackmap(i64 2, i32 8, i64 %x, i64 %y)
  ret i64 %y
}

define i32 @main() {
  %r = call i64 @patched(i64 5)
  %ok2 = icmp eq i64 %r, 15
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 238)
  ret i32 %code
}
