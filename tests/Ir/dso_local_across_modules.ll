; Names that are local to the program are reached without a table, also without position-independent code.
; exit: 191
; modules: dso_local_across_modules_second.ll

@near = external dso_local global i32
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
declare dso_local i32 @close(i32)

define i32 @main() {
  %v = load i32, ptr @near
  %ok2 = icmp eq i32 %v, 15
  call void @check(i1 %ok2, i32 2)
  %r = call i32 @close(i32 1)
  %ok3 = icmp eq i32 %r, 16
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 191)
  ret i32 %code
}
