; Functions of two modules call each other.
; exit: 174
; modules: cross_module_calls_second.ll

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
declare i32 @there(i32)

define i32 @here(i32 %x) {
  %y = add i32 %x, 1
  ret i32 %y
}

define i32 @main() {
  %a = call i32 @there(i32 10)
  %ok2 = icmp eq i32 %a, 33
  call void @check(i1 %ok2, i32 2)
  %f = call i32 @here(i32 %a)
  %ok3 = icmp eq i32 %f, 34
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 174)
  ret i32 %code
}
