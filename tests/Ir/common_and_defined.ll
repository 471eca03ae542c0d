; A common variable gives way to one with a value.
; exit: 185
; modules: common_and_defined_second.ll

@number = common global i32 0, align 4
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
define i32 @main() {
  %n = load i32, ptr @number
  %ok2 = icmp eq i32 %n, 17
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 185)
  ret i32 %code
}
