; Internal functions and variables of one name in two modules are two.
; exit: 178
; modules: internal_names_of_two_modules_second.ll

@number = internal global i32 5
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
declare i32 @other()

define internal i32 @own() noinline {
  %v = load volatile i32, ptr @number
  ret i32 %v
}

define i32 @main() {
  %a = call i32 @own()
  %ok2 = icmp eq i32 %a, 5
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @other()
  %ok3 = icmp eq i32 %b, 6
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 178)
  ret i32 %code
}
