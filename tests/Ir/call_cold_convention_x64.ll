; A function whose calls are to cost their callers little.
; exit: 243
; only: x64 — LLVM has the convention for that machine, not for AArch64
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
define coldcc void @rare(ptr %to, i32 %v) noinline {
  store i32 %v, ptr %to
  ret void
}

define i32 @main() {
  %slot = alloca i32
  call coldcc void @rare(ptr %slot, i32 77)
  %v = load i32, ptr %slot
  %ok2 = icmp eq i32 %v, 77
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 243)
  ret i32 %code
}
