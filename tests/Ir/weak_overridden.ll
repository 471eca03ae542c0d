; A weak function and a weak variable give way to those of another module.
; exit: 179
; modules: weak_overridden_second.ll

@number = weak global i32 1
@pointer = global ptr @answer
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
define weak i32 @answer() {
  ret i32 2
}

define weak i32 @alone() {
  ret i32 3
}

define i32 @main() {
  %a = load i32, ptr @number
  %ok2 = icmp eq i32 %a, 10
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @answer()
  %ok3 = icmp eq i32 %b, 20
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @alone()
  %ok4 = icmp eq i32 %c, 3
  call void @check(i1 %ok4, i32 4)
  %f = load ptr, ptr @pointer
  %d = call i32 %f()
  %ok5 = icmp eq i32 %d, 20
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 179)
  ret i32 %code
}
